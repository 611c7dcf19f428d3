#!/bin/sh
# The built-in schedules are read where they lie: nothing in them has to be set right at the start,
# so a program starts the same with one project inside and with many:
#   test_relocations.sh BUILTIN.O
set -eu

sections=$(readelf -SW "$1")
# Without the schedules in the list the check would see nothing.
echo "$sections" | grep -q ' \.rodata ' || {
    echo "$1 has no constant data"
    exit 1
}
if echo "$sections" | grep -E '\.data\.rel|\.rela?\.(ro)?data'; then
    echo "the built-in schedules have relocations"
    exit 1
fi
