#!/bin/sh
# As AWS_LAMBDA_EXEC_WRAPPER: is handed Python's whole command line, and has it wait for a debugger. The function's own
# wrapper comes after.
case $2 in
# Options, or no script: ours can't simply stand in front of that.
-* | "") unset PILOTLIGHT_DEBUG PILOTLIGHT_DEBUGPY ;;
*)
  program=$1
  shift
  set -- "$program" /pilotlight/debug-python.py "$@"
  ;;
esac
wrapper=$PILOTLIGHT_WRAPPER
unset PILOTLIGHT_WRAPPER
if [ -z "$wrapper" ]; then
  unset AWS_LAMBDA_EXEC_WRAPPER
  exec "$@"
fi
export AWS_LAMBDA_EXEC_WRAPPER="$wrapper"
exec "$wrapper" "$@"
