#!/bin/sh
# Makes the seeds of the fuzzers from the schedules and the invalid files:
# make_corpus.sh SOURCE TO writes TO/announce, TO/cadence, TO/ical, TO/import, TO/lint, TO/load,
# TO/rule and TO/text.
set -eu
source=$1
to=$2
mkdir -p "$to/announce" "$to/cadence" "$to/ical" "$to/import" "$to/lint" "$to/load" "$to/rule" \
    "$to/text"
for file in "$source"/tests/data/announcements/*; do
    case $file in
    *.claims) ;;
    *) cp "$file" "$to/announce" ;;
    esac
done
for question in '3.17 n b1 tbd' '3.17 p b1 2028-05-02' '3.17 w final 2028-10-03' \
    '3.17 w b3 2028-06-20' '3.16 f b1 2027-05-18' '3.17 p b1 2028-W18'; do
    { printf '%s\n' "$question"; sed -n '1,/^phases:/p; /^- {id: pre/,/^- {id: end/p' \
          "$source/data/python/project.yaml"; sed -n '/^cadences:/,$p' \
          "$source/data/python/project.yaml"; printf '\n%%%%%%\n'
      cat "$source/data/python/3.16.yaml"; } > "$to/cadence/python-$(echo "$question" | tr ' ' -)"
done
for question in 'train/1.29 1.30 n x tbd' 'train/1.31 1.32 w end-of-life 2019-03-07' \
    'train/1.31 1.31 f branch 2018-10-26' 'window/4.15 4.16 n x tbd' \
    'window/4.15 4.16 p rc8 2018-04-01' 'window/4.15 4.16 p window 2018-W05' \
    'window/4.15 4.16 w final 2018-04-08'; do
    file="$source/tests/data/cadences/${question%% *}.yaml"
    { printf '%s\n' "${question#* }"; cat "$(dirname "$file")/project.yaml"; printf '\n%%%%%%\n'
      cat "$file"; } > "$to/cadence/$(echo "$question" | tr ' /' --)"
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
