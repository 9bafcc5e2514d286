#!/bin/sh
# Puts ofp into its places below PREFIX (/usr/local), or with 'remove' takes it from there.
set -eu
umask 022
usage="usage: $0 [remove] [PREFIX]"
action=install
case ${1:-} in
-h | --help) echo "$usage"; exit 0 ;;
remove) action=remove; shift ;;
esac
prefix=${1-/usr/local}
[ $# -le 1 ] || { echo "$usage" >&2; exit 64; }
case $prefix in
/*) ;;
*) echo "$0: '$prefix' is not the whole path of a folder. Give one that begins with /, as in: $0 \$HOME/.local" >&2; exit 64 ;;
esac
cd "$(dirname "$(readlink -f "$0")")"
files=$(find bin share -type f)

if [ "$action" = remove ]; then
    [ -e "$prefix/bin/ofp" ] || { echo "There is no ofp below $prefix." >&2; exit 1; }
    # What is ours, and the folders that are empty then: nothing of anybody else's.
    echo "$files" | while read -r file; do rm -f "$prefix/$file"; done
    find share/ofp share/doc/ofp -depth -type d | while read -r folder; do
        rmdir "$prefix/$folder" 2>/dev/null || true
    done
    exit 0
fi

# What an older one had, and this one has not, would be read with the rest.
rm -rf "$prefix/share/ofp/fixtures"
echo "$files" | while read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    mode=644
    [ ! -x "$file" ] || mode=755
    # Beside it and then in its place, so that a program that runs is not written over.
    install -m "$mode" "$file" "$prefix/$file.new"
    mv -f "$prefix/$file.new" "$prefix/$file"
done
for program in ofp ofp-sandbox; do
    "$prefix/bin/$program" --help >/dev/null || {
        echo "It is in its places, and $program does not start: install the libraries that it needs. On Debian:" >&2
        echo "  apt-get install libcurl4 libssl3 libsqlite3-0 libnghttp2-14 libp11-kit0 zlib1g libstdc++6" >&2
        exit 1
    }
done
"$prefix/bin/ofp" --version
