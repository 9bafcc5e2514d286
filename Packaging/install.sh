#!/bin/sh
# Puts ofp into its places below PREFIX (/usr/local), or with 'remove' takes it from there. It needs what Debian calls libcurl4,
# libssl3, libsqlite3-0, libnghttp2-14, libp11-kit0 and zlib1g.
set -eu
cd "$(dirname "$0")"
action=install
if [ "${1:-}" = remove ]; then action=remove; shift; fi
case ${1:-} in
-h | --help)
    echo "usage: $0 [remove] [PREFIX]"
    exit 0
    ;;
esac
prefix=${1:-/usr/local}

if [ "$action" = remove ]; then
    find bin share -type f | while read -r file; do rm -f "$prefix/$file"; done
    rm -rf "$prefix/share/ofp"
    exit 0
fi

find bin share -type f | while read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    cp "$file" "$prefix/$file"
done
"$prefix/bin/ofp" --version || {
    echo "It is in its places, and does not start: install what it needs (see the beginning of $0)." >&2
    exit 1
}
