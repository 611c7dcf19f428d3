#!/bin/sh
# The public names are the same in three places: what each shared library exports, what its version
# script lists, and what the headers declare with RELCAL_API:
#   test_symbols.sh HEADER_DIR LIBRARY.SO LIBRARY.MAP [LIBRARY.SO LIBRARY.MAP]...
set -eu
export LC_ALL=C

headers=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The compiler takes comments and macros away; what is left of RELCAL_API is an attribute. The
# name of a function is the word before the first parenthesis after it.
for header in "$headers"/*.h; do
    ${CC:-cc} -E -P -I"$headers/.." "$header"
done >"$scratch/preprocessed"
tr '\n' ' ' <"$scratch/preprocessed" | sed 's/__attribute__((visibility("default")))/\n@/g' |
    sed -n 's/^@[^(;]*[^A-Za-z0-9_]\(relcal_[A-Za-z0-9_]*\) *(.*/\1/p' | sort -u >"$scratch/headers"

failures=0
compare() { # LEFT RIGHT WHAT
    if ! diff "$scratch/$1" "$scratch/$2" >"$scratch/difference"; then
        echo "$3:"
        sed -n 's/^[<>]/&/p' "$scratch/difference"
        failures=1
    fi
}

: >"$scratch/maps"
while [ $# -ge 2 ]; do
    library=$1
    map=$2
    shift 2
    # Version nodes are exported too, as absolute symbols: they are no names of the interface.
    nm --dynamic --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
        sort >"$scratch/library"
    # The names stand one a line between "global:" and "local:".
    sed -n '/global:/,/local:/p' "$map" | sed 's,/\*.*\*/,,' |
        sed -n 's/^[[:space:]]*\([A-Za-z_][A-Za-z0-9_]*\);.*/\1/p' | sort >"$scratch/map"
    compare library map "< only exported by $library, > only in $map"
    cat "$scratch/map" >>"$scratch/maps"
done
sort -o "$scratch/maps" "$scratch/maps"
compare maps headers "< only in a version script, > only in the headers"
if uniq -d "$scratch/maps" | grep .; then
    echo "listed twice"
    failures=1
fi
if ! [ -s "$scratch/headers" ]; then
    echo "no RELCAL_API found in $headers"
    failures=1
fi
exit "$failures"
