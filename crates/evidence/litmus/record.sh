#!/bin/sh
# Asks herd7 for all outcomes of every litmus test, and prints the record.
#
#     crates/evidence/litmus/record.sh > recorded.jsonl
#
# HERD7 is the command that starts herd7 (default: `herd7`), and HERD7_LIB the folder with its
# models (default: the one herd7 names itself). See README.md for where to get it.
set -eu

herd7=${HERD7:-herd7}
models=${HERD7_LIB:-$($herd7 -libdir)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Since C++20, and in Rust, a later plain store of the same thread does not continue a release
# sequence: `(sb & loc)?` goes. Nothing else changes, and nothing of the model is kept here.
sed 's/^let rs = \[W\]; (sb & loc)?; /let rs = [W]; /' "$models/rc11.cat" > "$work/rc11.cat"
if cmp -s "$models/rc11.cat" "$work/rc11.cat"; then
    echo "rc11.cat has no line that begins with: let rs = [W]; (sb & loc)?;" >&2
    exit 1
fi

cd "$(dirname "$0")/../../.."
cargo run --quiet -p evidence --example litmus -- print "$work"
$herd7 -version | head -n 1 > "$work/version"
(cd "$work" && xargs $herd7 -set-libdir "$models" -I "$work" -model "$work/rc11.cat" -show none \
    < all > herd7.log)
cargo run --quiet -p evidence --example litmus -- collect "$work"
