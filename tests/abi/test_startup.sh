#!/bin/sh
# Asking about a schedule starts light: neither the command nor anything it loads on the way is a
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
loads_light() { # ANSWER ARGUMENT...
    expected=$1
    shift
    rm -f "$scratch"/loaded.*
    env -u RELCAL_DATA XDG_DATA_HOME="$scratch/empty" LD_DEBUG=files \
        LD_DEBUG_OUTPUT="$scratch/loaded" "$relcal" "$@" --on 2026-08-22 >"$scratch/answer"
    if ! grep -q "$expected" "$scratch/answer"; then
        echo "relcal $* --on 2026-08-22 said: $(cat "$scratch/answer")"
        failures=1
    fi
    cat "$scratch"/loaded.* >"$scratch/all"
    # Without any library in the list the check would see nothing.
    if ! grep -q 'libc\.so' "$scratch/all"; then
        echo "LD_DEBUG=files told nothing about $relcal"
        failures=1
    fi
    if grep -E "($heavy).*generating link map" "$scratch/all"; then
        echo "relcal $* loads what it must not"
        failures=1
    fi
}

loads_light '^bugfix$' phase python 3.14
loads_light '^3\.14 .*bugfix' today python
loads_light '^3\.15\.0 candidate 2 ' next python 3.15
loads_light '^3\.14\.0 beta 1: ' show python 3.14
loads_light 'alendar' help ics
# Whatever the project, and all of them at once.
"$relcal" projects | awk 'NR > 1 {print $1}' >"$scratch/projects"
test "$(wc -l <"$scratch/projects")" -gt 10
while read -r project; do
    loads_light '^SERIES ' today "$project"
done <"$scratch/projects"
loads_light '^PROJECT ' today
loads_light '^SERIES ' today --all
loads_light '^PROJECT ' next --within 30d
loads_light '^PROJECT ' freezes
loads_light '"schema":1' next --all --json
exit "$failures"
