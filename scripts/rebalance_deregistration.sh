#!/bin/sh
# Rebuilds the shards of a deregistered miner on others: rebalance_deregistration.sh --hotkey SS58 [option...]
# A running validator does this by itself; this is `filetao validator repair` under its former name.
exec "$(dirname "$0")/../filetao" validator repair "$@"
