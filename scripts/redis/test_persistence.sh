#!/bin/sh
# Asks a running Redis server whether it keeps what it is told: test_persistence.sh [--database_port PORT …]
# This is `filetao admin redis test` under a former name.
exec "$(dirname "$0")/../../filetao" admin redis test "$@"
