#!/bin/sh
# As AWS_LAMBDA_EXEC_WRAPPER: is handed Python's whole command line, and has it wait once it has booted.
case $2 in
# Options, or no script: ours can't simply stand in front of that.
-* | "") exec /pilotlight/interpreter.sh "$@" ;;
esac
unset AWS_LAMBDA_EXEC_WRAPPER
PILOTLIGHT_PROGRAM=$1
shift
exec "$PILOTLIGHT_PROGRAM" /pilotlight/python.py "$@"
