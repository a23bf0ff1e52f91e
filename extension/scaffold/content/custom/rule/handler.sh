#!/bin/sh
# Takes an event that a rule of EventBridge lets through. After an error Lambda tries it again, twice by default.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

detail_type=$(first_text "$event" detail-type)
if [ -z "$detail_type" ]; then
  log ERROR 'the event has no detail-type'
  exit 1
fi
# The work for one event goes here.
log INFO event "\"id\":\"$(first_text "$event" id)\",\"detailType\":\"$detail_type\""
printf 'null'
