#!/bin/sh
. "$(dirname "$0")/check.sh"

check 'runs when the schedule is due' '{"detail-type":"Scheduled Event","time":"2026-01-01T12:00:00Z"}' 'null'

exit "$failed"
