#!/bin/sh
# Makes a Redis server sync every write to an append-only file: enable_persistence.sh [REDIS_CONF] [OPTION…]
# This is `filetao admin redis secure` under a former name.
exec "$(dirname "$0")/secure.sh" "$@"
