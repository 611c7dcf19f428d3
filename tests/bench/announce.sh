#!/bin/sh
# What checking a dozen announcements costs as a whole process, beside starting python3.
#
#     announce.sh BENCH_STARTUP RELCAL FOLDER
set -eu
bench=$1
relcal=$2
folder=$3

# shellcheck disable=SC2046 # the names of the posts hold no spaces
set -- $(find "$folder" -name '*.md' | sort | head -n 12)
# The exit status is no, as some of them say what is false; the bench wants yes.
# shellcheck disable=SC2016 # the inner shell expands them
"$bench" 50 python3 -c pass -- sh -c 'relcal=$1; shift; "$relcal" announce check "$@" >/dev/null ||
    test $? = 1' sh "$relcal" "$@"
