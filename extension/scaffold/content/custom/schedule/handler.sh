#!/bin/sh
# Runs when the schedule is due. A run may come twice, or be tried again after an error: it must bear that.
set -eu
. "$(dirname "$0")/json.sh"

event=$(cat)

# The work for one run goes here.
log INFO run "\"scheduledFor\":\"$(first_text "$event" time)\""
printf 'null'
