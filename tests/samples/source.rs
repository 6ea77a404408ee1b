//! Templates and their structs as they are written: what includes what, and which type renders which file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The files under a folder of this package, sorted, with their text.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_owned();
                found.push((name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()));
            }
        }
    }
    found.sort();
    found
}

/// The texts between two marks.
pub fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(inside, _)| inside).collect()
}

/// All Rust files of the program.
pub fn program() -> Vec<(PathBuf, String)> {
    files("src").into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// All templates, without their comments.
pub struct Templates(pub BTreeMap<String, String>);

impl Templates {
    pub fn read() -> Self {
        let mut all = BTreeMap::new();
        for (path, text) in files("templates") {
            let name = path.to_str().unwrap().to_owned();
            // What stands in a comment is not included, and raw text is not a tag: neither may count.
            assert!(
                !text.contains("{#") && !text.contains("{% raw"),
                "{name}: teach this test about comments and raw text"
            );
            all.insert(name, text);
        }
        Self(all)
    }

    /// What a template extends, includes and imports.
    fn parts(&self, name: &str) -> Vec<String> {
        let text = self.0.get(name).unwrap_or_else(|| panic!("there is no template {name}"));
        let mut parts = Vec::new();
        for tag in between(text, "{%", "%}") {
            let mut words = tag.trim_matches(['-', '+', '~']).split_whitespace();
            if words.next().is_some_and(|word| ["extends", "include", "import"].contains(&word)) {
                let path = words.next().and_then(|word| word.strip_prefix('"')?.strip_suffix('"'));
                parts.push(path.unwrap_or_else(|| panic!("{name}: {tag} names no file")).to_owned());
            }
        }
        parts
    }

    /// The templates that none of these reaches.
    pub fn unreached<'a>(&self, from: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut waiting: Vec<String> = from.map(str::to_owned).collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if reached.insert(name.clone()) {
                waiting.extend(self.parts(&name));
            }
        }
        self.0.keys().filter(|name| !reached.contains(*name)).cloned().collect()
    }
}

/// Every struct that renders a template: its whole name, as the compiler says it, and the template's path.
pub struct Structs(BTreeMap<String, String>);

impl Structs {
    pub fn read() -> Self {
        let mut all = BTreeMap::new();
        for (path, text) in program() {
            let derived = between(&text, "#[derive(", ")]");
            let derived = derived.iter().filter(|list| list.split(',').any(|name| name.trim() == "Template")).count();
            let given: Vec<_> = text.split("#[template(").skip(1).collect();
            assert_eq!(
                given.len(),
                derived,
                "{}: a template is derived in a way that this test does not know",
                path.display()
            );
            for rest in given {
                let path_of = rest.strip_prefix("path = \"").and_then(|rest| rest.split_once("\")]"));
                let (template, rest) =
                    path_of.unwrap_or_else(|| panic!("{}: write #[template(path = \"…\")]", path.display()));
                let (_, rest) = rest.split_once("struct ").unwrap();
                let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let found = all.insert(format!("{}::{name}", module(&path)), template.to_owned());
                assert_eq!(found, None, "{name} stands twice in {}", path.display());
            }
        }
        assert!(!all.is_empty());
        Self(all)
    }

    pub fn path(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

/// `src/forms/view.rs` is `shingle::forms::view`.
fn module(path: &Path) -> String {
    let plain = path.with_extension("");
    let parts = plain.iter().map(|part| part.to_str().unwrap()).filter(|part| *part != "mod");
    parts.fold("shingle".to_owned(), |name, part| format!("{name}::{part}"))
}
