#!/bin/sh
# As AWS_LAMBDA_EXEC_WRAPPER: is handed Node.js' whole command line, and has it wait once it has booted.
unset AWS_LAMBDA_EXEC_WRAPPER
PILOTLIGHT_PROGRAM=$1
shift
exec "$PILOTLIGHT_PROGRAM" --require /pilotlight/node.cjs "$@"
