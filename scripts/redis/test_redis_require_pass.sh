#!/bin/sh
# Asks a running Redis server whether it wants a password: test_redis_require_pass.sh [--database_port PORT …]
# This is `filetao admin redis test` under a former name.
exec "$(dirname "$0")/../../filetao" admin redis test "$@"
