#!/bin/sh
# As AWS_LAMBDA_EXEC_WRAPPER: is handed Java's whole command line, and has the virtual machine wait for a debugger before it
# loads anything. As an option of that one machine, for JAVA_TOOL_OPTIONS would reach every machine that the function
# starts. A spare waits for its code before. The function's own wrapper comes after.
if [ -n "$PILOTLIGHT_GATE" ]; then
  printf '%s\n' "$PILOTLIGHT_GATE"
  # The end of the input is the end of the runner.
  read -r PILOTLIGHT_LINE || exit 0
fi
program=$1
shift
set -- "$program" "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=$PILOTLIGHT_DEBUG" "$@"
wrapper=$PILOTLIGHT_WRAPPER
unset PILOTLIGHT_GATE PILOTLIGHT_LINE PILOTLIGHT_DEBUG PILOTLIGHT_WRAPPER
if [ -z "$wrapper" ]; then
  unset AWS_LAMBDA_EXEC_WRAPPER
  exec "$@"
fi
export AWS_LAMBDA_EXEC_WRAPPER="$wrapper"
exec "$wrapper" "$@"
