#!/bin/sh
# Installs, as root on Debian, the programs that test_clients.py gives calendars to.
#   install.sh [FOLDER]
# FOLDER is where npm puts ical.js; the tests look for it in build-npm of the source tree.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../build-npm}

packages='khal libical-dev php-cli php-sabre-vobject python3-icalendar python3-vobject radicale'
# An npm that is there already is kept: Debian's brings some 400 packages with it.
command -v npm >/dev/null || packages="$packages nodejs npm"
export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2086 # a list
apt-get install -y --no-install-recommends $packages

mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder"
npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
