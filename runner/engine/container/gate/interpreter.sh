#!/bin/sh
# As AWS_LAMBDA_EXEC_WRAPPER: is handed the interpreter's whole command line, and waits before that runs.
unset AWS_LAMBDA_EXEC_WRAPPER
exec /pilotlight/wait.sh "$@"
