#!/bin/sh
# What `relcal phase` costs as a whole process, in time and in instructions, beside a trivial
# program and what else answers such questions on this machine; and what it costs for other
# projects, and for all of them at once.
#
#     startup.sh BENCH_STARTUP TRIVIAL RELCAL
set -eu
bench=$1
trivial=$2
relcal=$3

# The last project of the catalog, and its last series.
last=$("$relcal" projects | awk 'END {print $1}')
series=$("$relcal" projects | awk 'END {print $(NF - 1)}')

set -- "$trivial" -- "$relcal" phase python 3.14 -- "$relcal" phase "$last" "$series" \
    -- "$relcal" today -- "$relcal" next --within 30d -- "$relcal" freezes
if command -v distro-info >/dev/null; then
    set -- "$@" -- distro-info --stable
fi
"$bench" 1000 "$@" -- date

if command -v valgrind >/dev/null; then
    for line in "$trivial" "$relcal phase python 3.14" "$relcal phase kubernetes v1.35" \
        "$relcal phase $last $series" "$relcal today" "$relcal today --all" \
        "$relcal next --within 30d" "$relcal next --all" "$relcal freezes" "$relcal ics --all" \
        "distro-info --stable" date; do
        command -v "${line%% *}" >/dev/null || continue
        # shellcheck disable=SC2086 # the line is a command and its arguments
        valgrind --tool=callgrind --callgrind-out-file=/dev/null $line 2>&1 |
            awk -v line="$line" '/Collected/ {printf "%11s instructions  %s\n", $NF, line}'
    done
fi
