#!/bin/sh
# Each public header compiles alone, as C11 and as C++17, with every warning an error:
#   test_headers.sh INCLUDE_DIR        the folder that holds relcal/
# Compilers that are not there are passed over; one of each language must be.
set -eu

include=$1
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Werror"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# Includes the header twice, so that a missing guard is found too; the declaration is for headers
# that hold macros alone, after which ISO C would have an empty file.
compile() { # COMPILER LANGUAGE STANDARD HEADER
    printf '#include <relcal/%s>\n' "$4" "$4" >"$scratch/alone"
    echo 'extern int alone;' >>"$scratch/alone"
    # shellcheck disable=SC2086 # the warnings are words
    if ! "$1" -x "$2" -std="$3" $warnings -fsyntax-only -I"$include" "$scratch/alone"; then
        echo "relcal/$4 does not compile alone: $1 -std=$3"
        failures=$((failures + 1))
    fi
}

with_compilers() { # LANGUAGE STANDARD COMPILER...
    language=$1
    standard=$2
    shift 2
    found=no
    for compiler in "$@"; do
        command -v "$compiler" >"$scratch/where" || continue
        found=yes
        for header in "$include"/relcal/*.h; do
            compile "$compiler" "$language" "$standard" "${header##*/}"
        done
    done
    if [ "$found" = no ]; then
        echo "none of these compilers is there: $*"
        failures=$((failures + 1))
    fi
}

# relcal.h takes in every header but its own and those of other libraries.
for header in "$include"/relcal/*.h; do
    name=${header##*/}
    case $name in relcal.h | ical.h) continue ;; esac
    if ! grep -q "^#include \"relcal/$name\"" "$include/relcal/relcal.h"; then
        echo "relcal.h does not include $name"
        failures=$((failures + 1))
    fi
done

with_compilers c c11 gcc clang
with_compilers c++ c++17 g++ clang++
exit "$((failures > 0))"
