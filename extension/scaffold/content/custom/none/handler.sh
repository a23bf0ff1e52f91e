#!/bin/sh
# Greets who the event names.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

name=$(first_text "$event" name)
if [ ${#name} -gt 100 ]; then
  log ERROR 'name has more than 100 characters'
  exit 1
fi
# The work for one call goes here.
log INFO greeting "\"name\":\"$name\""
printf '{"message":"Hello, %s!"}' "${name:-World}"
