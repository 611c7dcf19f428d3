#!/bin/sh
# Installs a build into a stage, looks whether everything is there, and builds two strangers'
# projects against nothing but the stage, one by pkg-config and one by CMake; runs both.
#   run.sh BUILD_DIR
set -eu

build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
stage=$scratch/stage
failures=0

complain() {
    echo "$*"
    failures=$((failures + 1))
}

DESTDIR=$stage cmake --install "$build" >"$scratch/install.log"

# --- What is there ------------------------------------------------------------------------------

prefix=$(sed -n 's/^CMAKE_INSTALL_PREFIX:[A-Z]*=//p' "$build/CMakeCache.txt")
root=$stage$prefix
library=$(find "$root" -name librelcal.so | head -n 1)
if [ -z "$library" ]; then
    echo "no librelcal.so under $root"
    exit 1
fi
libraries=$(dirname "$library")

for path in bin/relcal share/man/man1/relcal.1 \
    share/bash-completion/completions/relcal share/zsh/site-functions/_relcal \
    share/fish/vendor_completions.d/relcal.fish; do
    [ -s "$root/$path" ] || [ -s "$root/$path.gz" ] || complain "not installed: $path"
done
for name in librelcal.so librelcal.so.0 librelcal.a pkgconfig/relcal.pc; do
    [ -s "$libraries/$name" ] || complain "not installed: $name in the library folder"
done
find "$root" -name 'relcal[-C]*onfig.cmake' | grep -q . || complain "not installed: CMake package"

# The library for calendars may be left out of a build.
calendars=$(sed -n 's/^RELCAL_ICAL:BOOL=//p' "$build/CMakeCache.txt")
if [ "$calendars" = ON ]; then
    for name in librelcal-ical.so librelcal-ical.so.0 librelcal-ical.a pkgconfig/relcal-ical.pc; do
        [ -s "$libraries/$name" ] || complain "not installed: $name in the library folder"
    done
fi

# Headers and data are compared by name with the source tree.
source=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt")
for header in "$source"/include/relcal/*.h; do
    cmp -s "$header" "$root/include/relcal/${header##*/}" ||
        complain "not installed: include/relcal/${header##*/}"
done
data=$(find "$root/share" -path '*/python/project.yaml' | head -n 1)
if [ -n "$data" ]; then
    diff -r "$source/data/python" "$(dirname "$data")" || complain "installed data differ"
else
    complain "not installed: data/python"
fi

# --- What it is ---------------------------------------------------------------------------------

readelf --dynamic "$library" >"$scratch/dynamic"
grep -q 'SONAME.*\[librelcal\.so\.0\]' "$scratch/dynamic" || complain "SONAME is not librelcal.so.0"
if ldd "$library" | grep -E 'libical|libicu'; then
    complain "librelcal.so links libical or ICU"
fi
if [ "$calendars" = ON ]; then
    readelf --dynamic "$libraries/librelcal-ical.so" >"$scratch/dynamic"
    for line in 'SONAME.*\[librelcal-ical\.so\.0\]' 'NEEDED.*\[librelcal\.so\.0\]' \
        'NEEDED.*\[libical\.so'; do
        grep -q "$line" "$scratch/dynamic" || complain "librelcal-ical.so has no $line"
    done
fi
if grep -rlF "$build" "$root" --include='*.pc' --include='*.cmake'; then
    complain "names the build folder"
fi

# --- Who uses it --------------------------------------------------------------------------------

expected="relcal $(sed -n 's/^#define RELCAL_VERSION "\(.*\)"/\1/p' \
    "$source/include/relcal/export.h"): alpha, until 3.12.0b1"

run_consumer() { # PROGRAM KIND ANSWER
    linked=$(LD_LIBRARY_PATH=$libraries ldd "$1" | grep librelcal || true)
    case $2:$linked in
    shared:*"$libraries/librelcal.so.0"*) ;;
    static:) ;;
    *) complain "$1 is linked to: ${linked:-no librelcal}" ;;
    esac
    answer=$(LD_LIBRARY_PATH=$libraries "$1") || complain "$1 failed"
    [ "$answer" = "$3" ] || complain "$1 said: $answer"
}

run_consumers() { # FOLDER
    run_consumer "$1/shared" shared "$expected"
    run_consumer "$1/static" static "$expected"
    [ "$calendars" = ON ] || return 0
    run_consumer "$1/calendar-shared" shared 'Python: Python 3.12.0 beta 1'
    run_consumer "$1/calendar-static" static 'Python: Python 3.12.0 beta 1'
    LD_LIBRARY_PATH=$libraries ldd "$1/calendar-shared" | grep -q "$libraries/librelcal-ical" ||
        complain "$1/calendar-shared is not linked to librelcal-ical"
}

make_consumers() { # TARGET SOURCE
    PKG_CONFIG_PATH=$libraries/pkgconfig PKG_CONFIG_SYSROOT_DIR=$stage \
        make -s -C "$scratch/pkg-config" -f "$here/pkg-config/Makefile" "$1" SOURCE="$2" \
        >>"$scratch/make.log" 2>&1
}

mkdir "$scratch/pkg-config"
if make_consumers all "$here/pkg-config/main.c" &&
    { [ "$calendars" != ON ] || make_consumers calendars "$here/calendar.c"; }; then
    run_consumers "$scratch/pkg-config"
else
    cat "$scratch/make.log"
    complain "the pkg-config project does not build"
fi
version=$(PKG_CONFIG_PATH=$libraries/pkgconfig pkg-config --modversion relcal)
[ "relcal $version: alpha, until 3.12.0b1" = "$expected" ] || complain "relcal.pc is of $version"

if cmake -S "$here/cmake" -B "$scratch/cmake" -DCMAKE_PREFIX_PATH="$root" \
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF -DCALENDARS="$calendars" >"$scratch/cmake.log" 2>&1 &&
    cmake --build "$scratch/cmake" >>"$scratch/cmake.log" 2>&1; then
    run_consumers "$scratch/cmake"
    grep -q "^relcal_DIR:PATH=$root" "$scratch/cmake/CMakeCache.txt" ||
        complain "CMake took a relcal from outside the stage"
else
    cat "$scratch/cmake.log"
    complain "the CMake project does not build"
fi

[ "$failures" = 0 ] && echo "installed, built and run: all well"
exit "$((failures > 0))"
