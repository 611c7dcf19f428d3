#!/bin/sh
# How large the library and the command are, in bytes: code and constant data, data, what is set
# right at the start and constant from then on (relro), how many places that is, and the schedules.
#
#     sizes.sh BUILTIN.O FILE...
set -eu
builtin=$1
shift

printf '%9s %9s %9s %12s\n' text data relro relocations
for file in "$@"; do
    # shellcheck disable=SC2046 # two words: text and data
    set -- $(size "$file" | awk 'NR == 2 {print $1, $2}')
    relro=$(readelf -lW "$file" | awk '$1 == "GNU_RELRO" {print $6}')
    relocations=$(readelf -rW "$file" | grep -c '^[0-9a-f]* *[0-9a-f]* R_' || true)
    printf '%9d %9d %9d %12d  %s\n' "$1" "$2" "$((relro))" "$relocations" "$file"
done
printf '%9d  the built-in schedules, of these\n' \
    "0x$(nm -S "$builtin" | awk '$4 == "builtin" {print $2}')"
