#!/bin/sh
# Moves a stopped miner's shards: migrate_database_directory.sh OLD_PATH NEW_PATH DATABASE_INDEX [--dry-run]
# This is `filetao admin migrate-directory` under its former name; --help tells about moving to another server.
exec "$(dirname "$0")/../filetao" admin migrate-directory "$@"
