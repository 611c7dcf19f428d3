#!/bin/sh
# Makes the seeds of the fuzzers from the schedules and the invalid files:
# make_corpus.sh SOURCE TO writes TO/announce, TO/ical, TO/import, TO/lint, TO/load, TO/rule and
# TO/text.
set -eu
source=$1
to=$2
mkdir -p "$to/announce" "$to/ical" "$to/import" "$to/lint" "$to/load" "$to/rule" "$to/text"
for file in "$source"/tests/data/announcements/*; do
    case $file in
    *.claims) ;;
    *) cp "$file" "$to/announce" ;;
    esac
done
cp "$source"/tests/data/calendars/* "$to/ical"
cp "$source"/tests/data/imports/* "$to/import"
for file in "$source"/data/python/*.yaml "$source"/tests/data/invalid/*.yaml; do
    name=$(basename "$file" .yaml)
    case $name in
    project*) kind=p ;;
    *) kind=s ;;
    esac
    { printf '%s' "$kind"; cat "$file"; } > "$to/load/$name"
done
for series in 1.6 3.12 3.9; do
    for kind in b o; do
        { printf '%s' "$kind"; cat "$source/data/python/project.yaml"; printf '%%%%%%\n'
          cat "$source/data/python/$series.yaml"; } > "$to/load/$kind-$series"
    done
done
cp "$to"/load/* "$to/lint"
for file in "$source"/tests/data/lint/*.yaml; do
    { printf s; cat "$file"; } > "$to/lint/lint-$(basename "$file" .yaml)"
done
{
    # shellcheck disable=SC2016 # the backticks are those of Markdown
    sed -n 's/^| `\([^`]*\)` | [0-9].*/\1/p' "$source/README.md"
    cat <<'SEEDS'
every 10 working days from b1 + 1 day until max(b2, b3) - 1 day, friday
every 1 month from 2027-01-31, second last workday
first last beta
previous.previous."may" - 99999 years
'say "when"' + 1 day
9999-12-31 + 1 day
0001-01-01 - 1 business day
fifth sunday of february before 1920-01-01
(((b1)))
min(b1
frist tusday
SEEDS
} | split -l 1 - "$to/rule/"
number=0
while IFS= read -r text; do
    number=$((number + 1))
    printf '%s' "$text" > "$to/text/$number"
done <<'SEEDS'
2023-05-22
2023-W21-1
2023-W21
2023-05
2023
2026-05-05..2026-05-08
tbd
2026-05-05T12:00Z
2026-05-05T12:00:07 Z
2026-05-05T14:00+02:00[Europe/Berlin]
2026-05-05T24:00AoE
3.12.0b1
v3.12.0-beta.1
3.12 release candidate 2
beta 1
3.12.0 final
SEEDS
