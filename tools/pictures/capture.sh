#!/bin/sh
# Draws the pictures of the demo's cases: each interface in src/ is rendered by Chromium at 1600 x 1000, with few colours, into
# src/demo/content/site/pictures. Needs chromium, pngquant and optipng.
# Use: tools/pictures/capture.sh [name...]
set -eu
cd "$(dirname "$0")"
out=../../src/demo/content/site/pictures
[ $# -gt 0 ] || set -- $(cd src && ls *.html | sed 's/\.html$//')
ln -sfn ../../../static/fonts src/fonts
for name in "$@"; do
  profile=$(mktemp -d)
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$profile" --allow-file-access-from-files \
    --hide-scrollbars --force-device-scale-factor=1 --window-size=1600,1000 --virtual-time-budget=3000 \
    --screenshot="$PWD/$out/$name.png" "file://$PWD/src/$name.html" 2>/dev/null
  pngquant --force --skip-if-larger --strip --quality=80-100 --speed 1 --nofs --output "$out/$name.png" 128 -- "$out/$name.png" || true
  optipng -quiet -o2 "$out/$name.png" || true
  rm -rf "$profile"
  printf '%s %s bytes\n' "$name.png" "$(wc -c < "$out/$name.png")"
done
rm -f src/fonts
