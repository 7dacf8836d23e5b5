#!/bin/sh
# Ends a Redis server's snapshots, which stall it and add nothing to the append-only file: disable_rdb.sh [REDIS_CONF] [OPTION…]
# This is `filetao admin redis secure` under a former name.
exec "$(dirname "$0")/secure.sh" "$@"
