#!/bin/sh
# In front of the entry point of an image without a runtime, as `COMMAND -- ENTRY-POINT HANDLER`: has the command start
# the function's own program, where that is one, in the place of the entry point.
PILOTLIGHT_FRONT=
while [ "$1" != -- ]; do
  PILOTLIGHT_FRONT="$PILOTLIGHT_FRONT $1"
  shift
done
shift
for PILOTLIGHT_PROGRAM in /var/task/bootstrap /opt/bootstrap; do
  [ -e "$PILOTLIGHT_PROGRAM" ] || continue
  [ -x "$PILOTLIGHT_PROGRAM" ] || break
  # Words of ours, with no spaces in them. What the function is handed for its handler is in its variables already.
  exec $PILOTLIGHT_FRONT "$PILOTLIGHT_PROGRAM"
done
# Which says what is wrong.
exec "$@"
