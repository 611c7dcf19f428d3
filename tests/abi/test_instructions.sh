#!/bin/sh
# Asking for a phase starts like a trivial program, whatever the project: callgrind counts, so the
# number is the same on a busy machine:
#   test_instructions.sh RELCAL
set -eu

relcal=$1
most=300000
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_DATA_HOME="$scratch" XDG_CONFIG_HOME="$scratch"
unset RELCAL_DATA
failures=0
asked=0

"$relcal" projects | awk 'NR > 1 {print $1}' >"$scratch/projects"
while read -r project; do
    series=$("$relcal" projects | awk -v project="$project" '$1 == project {print $(NF - 1)}')
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$relcal" phase "$project" "$series" \
        --on 2026-08-22 >/dev/null 2>"$scratch/counted"
    count=$(awk '/Collected/ {print $NF}' "$scratch/counted")
    echo "$count instructions  relcal phase $project $series"
    if [ "$count" -gt "$most" ]; then
        echo "more than $most"
        failures=1
    fi
    asked=$((asked + 1))
done <"$scratch/projects"
test "$asked" -gt 10
exit "$failures"
