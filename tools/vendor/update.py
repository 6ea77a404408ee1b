"""Takes the vendored files afresh from npm packages and writes both VENDOR.json files.

Wanted: Node's npm, and `pip install fonttools brotli` (made with fonttools 4 and brotli 1).

    cd tools/vendor && npm install --ignore-scripts --no-package-lock && python3 update.py

Then read the difference of the VENDOR.json files and run the page gate. `tools/vendor/check`
needs none of this: it works offline from the hashes.
"""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NODE = HERE / "node_modules"

ICONS = """
arrow-left arrow-right bell bold check chevron-down chevron-up circle-check clipboard-list clock code copy download external-link
file-text grip-vertical heading-2 heading-3 heading-4 image inbox italic keyboard layout-dashboard link list list-checks
list-ordered log-out mail menu minus moon newspaper phone plus redo-2 rotate-cw search send settings square-code
strikethrough sun text-quote trash-2 triangle-alert undo-2 upload user users x
""".split()

# ASCII, Latin 1, and the punctuation that British English prints with.
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x2011, 0x2013, 0x2014,
              0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2190, 0x2192, 0x2212]


def cut_bricolage(source: pathlib.Path, target: pathlib.Path) -> None:
    """The display face at optical size 96 and weight 700: the only cut that headings use."""
    font = TTFont(source, recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"opsz": 96, "wght": 700})
    options = subset.Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "calt"]
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def make_sprite(icons: pathlib.Path, target: pathlib.Path) -> None:
    """One file with a symbol for each icon in use; stroke and colour come from the stylesheet."""
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">',
             "<!-- lucide-static, ISC: see LICENSE.lucide.txt -->"]
    for name in ICONS:
        body = re.search(r"<svg[^>]*>(.*)</svg>", (icons / f"{name}.svg").read_text(), re.S)[1]
        lines.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>')
    target.write_text("\n".join([*lines, "</svg>", ""]))


def bundle(source: str, target: str, licence: str) -> dict[str, str]:
    """One ES module of what `source` names, and beside it the licence of every package that it holds. Answers their versions."""
    made = subprocess.run(
        [NODE / ".bin/esbuild", source, "--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none",
         "--log-level=warning", "--metafile=/dev/stdout", f"--outfile={ROOT / target}"],
        cwd=HERE, check=True, capture_output=True, text=True)
    (output,) = json.loads(made.stdout)["outputs"].values()
    inputs = [name for name, use in output["inputs"].items() if use["bytesInOutput"]]
    held = sorted({found[1] for found in map(re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/").match, inputs) if found})
    texts: dict[str, list[str]] = {}
    for package in held:
        if json.loads((NODE / package / "package.json").read_text())["license"] != "MIT":
            raise SystemExit(f"{package}: another licence than MIT")
        (file,) = (NODE / package).glob("LICENSE*")
        texts.setdefault(file.read_text().strip(), []).append(package)
    parts = [f"{', '.join(packages)}\n\n{text}\n" for text, packages in texts.items()]
    (ROOT / licence).write_text(f"\n{'-' * 72}\n\n".join(parts))
    return {package: json.loads((NODE / package / "package.json").read_text())["version"] for package in held}


def entry(package: str, licence: str, files: list[str], note: str) -> dict:
    version = json.loads((NODE / package / "package.json").read_text())["version"]
    hashes = {f: hashlib.sha256((ROOT / f).read_bytes()).hexdigest() for f in files}
    return {"package": package, "version": version, "licence": licence, "note": note, "files": hashes}


def write(path: str, entries: list[dict]) -> None:
    (ROOT / path).write_text(json.dumps(entries, indent=2) + "\n")


def take(package: str, source: str, target: str) -> str:
    (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(NODE / package / source, ROOT / target)
    return target


FIGTREE = "@fontsource-variable/figtree"
BRICOLAGE = "@fontsource-variable/bricolage-grotesque"
def uncompressed(source, target, family, axes):
    """A static font without compression, named as drawings name it: what the program draws pictures with reads no WOFF2."""
    font = TTFont(source)
    font.flavor = None
    if axes:
        font = instancer.instantiateVariableFont(font, axes)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
        if record.nameID in (2, 17):
            record.string = "Regular"
    font["OS/2"].usWeightClass = 400
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


cut = "static/fonts/bricolage-grotesque-96-700.woff2"
drawn = {"figtree": "src/site/share/fonts/figtree.ttf", "bricolage": "src/site/share/fonts/bricolage.ttf"}
sprite = "static/img/icons.svg"
cut_bricolage(NODE / BRICOLAGE / "files/bricolage-grotesque-latin-opsz-normal.woff2", ROOT / cut)
uncompressed(NODE / FIGTREE / "files/figtree-latin-wght-normal.woff2", ROOT / drawn["figtree"], "Figtree", {"wght": 500})
uncompressed(ROOT / cut, ROOT / drawn["bricolage"], "Bricolage Grotesque", {})
(ROOT / "static/img").mkdir(parents=True, exist_ok=True)
make_sprite(NODE / "lucide-static/icons", ROOT / sprite)
(ROOT / "static/vendor").mkdir(parents=True, exist_ok=True)
editor, editor_licence = "static/vendor/tiptap.js", "static/vendor/LICENSE.tiptap.txt"
editor_holds = bundle("tiptap.js", editor, editor_licence)
write("static/vendor/VENDOR.json", [
    entry(FIGTREE, "OFL-1.1", [
        take(FIGTREE, "files/figtree-latin-wght-normal.woff2", "static/fonts/figtree.woff2"),
        take(FIGTREE, "LICENSE", "static/fonts/LICENSE.figtree.txt"),
        drawn["figtree"],
    ], "as published; the .ttf is a static cut (wght 500) of it, for pictures that the program draws"),
    entry(BRICOLAGE, "OFL-1.1", [
        cut, take(BRICOLAGE, "LICENSE", "static/fonts/LICENSE.bricolage-grotesque.txt"), drawn["bricolage"],
    ], "static cut (opsz 96, wght 700) and Latin 1 subset made by tools/vendor/update.py; the .ttf is the same cut, for pictures that the program draws"),
    entry("lucide-static", "ISC", [
        sprite, take("lucide-static", "LICENSE", "static/img/LICENSE.lucide.txt"),
    ], "sprite of the icons in use made by tools/vendor/update.py"),
    entry("@tiptap/core", "MIT", [editor, editor_licence], "one module of what tools/vendor/tiptap.js names, made by tools/vendor/update.py")
    | {"holds": editor_holds},
])
write("tests/data/vendor/VENDOR.json", [
    entry("axe-core", "MPL-2.0", [
        take("axe-core", "axe.min.js", "tests/data/vendor/axe.min.js"),
        take("axe-core", "LICENSE", "tests/data/vendor/LICENSE.axe-core.txt"),
    ], "as published; test data, never served"),
])
