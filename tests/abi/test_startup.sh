#!/bin/sh
# Asking for a phase starts light: neither the command nor anything it loads on the way is a
# calendar library, ICU or the C++ runtime that ICU brings along:
#   test_startup.sh RELCAL [LIBRELCAL.SO]
set -eu

relcal=$1
heavy='libical|libicu|libstdc\+\+|librelcal-ical'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

for file in "$@"; do
    ldd "$file" >"$scratch/linked"
    if grep -E "$heavy" "$scratch/linked"; then
        echo "$file links what it must not"
        failures=1
    fi
done

# What the dynamic linker really loads, dlopen included. The day is given, so that every run asks
# the same; the built-in data answer, so that no file is read.
mkdir "$scratch/empty"
env -u RELCAL_DATA XDG_DATA_HOME="$scratch/empty" LD_DEBUG=files LD_DEBUG_OUTPUT="$scratch/loaded" \
    "$relcal" phase python 3.14 --on 2026-08-22 >"$scratch/answer"
if [ "$(cat "$scratch/answer")" != bugfix ]; then
    echo "relcal phase python 3.14 --on 2026-08-22 said: $(cat "$scratch/answer")"
    failures=1
fi
cat "$scratch"/loaded.* >"$scratch/all"
# Without any library in the list the check would see nothing.
if ! grep -q 'libc\.so' "$scratch/all"; then
    echo "LD_DEBUG=files told nothing about $relcal"
    failures=1
fi
if grep -E "($heavy).*generating link map" "$scratch/all"; then
    echo "relcal phase loads what it must not"
    failures=1
fi
exit "$failures"
