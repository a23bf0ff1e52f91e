#!/bin/sh
# Lets a spare wait before anything of its function is read: says that it has arrived, and goes on at a line of input.
printf '%s\n' "$PILOTLIGHT_GATE"
# The end of the input is the end of the runner.
read -r PILOTLIGHT_LINE || exit 0
unset PILOTLIGHT_GATE
exec "$@"
