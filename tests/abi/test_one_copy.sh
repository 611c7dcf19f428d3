#!/bin/sh
# The command has the core library inside and loads librelcal-ical, which brings the shared one: of
# both only the command's own may be in use.
#   test_one_copy.sh RELCAL
set -eu

relcal=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# All names of a library that is opened by hand are bound at once, used or not. The version is asked
# of the shared library on purpose.
env -u RELCAL_DATA XDG_DATA_HOME="$scratch" LD_DEBUG=bindings LD_DEBUG_OUTPUT="$scratch/bound" \
    "$relcal" ics python 3.14 >"$scratch/answer"
grep -q '^BEGIN:VEVENT' "$scratch/answer" || failures=1
cat "$scratch"/bound.* | grep 'symbol .relcal_' | grep -v 'symbol .relcal_library_version' \
    >"$scratch/names"
if ! grep -q 'librelcal-ical.* to [^ ]*/relcal ' "$scratch/names"; then
    echo "librelcal-ical takes nothing from $relcal"
    failures=1
fi
if grep 'to [^ ]*librelcal\.so' "$scratch/names"; then
    echo "these names come from librelcal.so, not from $relcal"
    failures=1
fi
exit "$failures"
