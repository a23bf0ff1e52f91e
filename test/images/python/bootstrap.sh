#!/bin/bash
export AWS_EXECUTION_ENV=AWS_Lambda_python3.11
export PYTHONPATH="${PYTHONPATH:-/var/runtime}"
set -- /var/lang/bin/python3.11 /var/runtime/bootstrap.py
source /var/runtime/run-interpreter.sh
