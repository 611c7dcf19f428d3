#!/bin/sh
# What `relcal phase` costs as a whole process, in time and in instructions, beside a trivial
# program and what else answers such questions on this machine.
#
#     startup.sh BENCH_STARTUP TRIVIAL RELCAL
set -eu
bench=$1
trivial=$2
relcal=$3

set -- "$trivial" -- "$relcal" phase python 3.14
if command -v distro-info >/dev/null; then
    set -- "$@" -- distro-info --stable
fi
"$bench" 1000 "$@" -- date

if command -v valgrind >/dev/null; then
    for line in "$trivial" "$relcal phase python 3.14" "distro-info --stable" date; do
        command -v "${line%% *}" >/dev/null || continue
        # shellcheck disable=SC2086 # the line is a command and its arguments
        valgrind --tool=callgrind --callgrind-out-file=/dev/null $line 2>&1 |
            awk -v line="$line" '/Collected/ {print $NF " instructions  " line}'
    done
fi
