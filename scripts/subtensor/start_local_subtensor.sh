#!/bin/sh
# Runs a node of mainnet or the test network that answers on this machine only: start_local_subtensor.sh [--dry-run] [mainnet|testnet]
#   SUBTENSOR       directory of the sources (default: subtensor)
#   SUBTENSOR_DATA  directory of the chain's data (default: ~/.subtensor/NETWORK)
# With pm2: pm2 start scripts/subtensor/start_local_subtensor.sh --name subtensor
# A dry run prints the command.
set -eu
run="exec"
case ${1:-} in
    --dry-run)
        run="echo"
        shift
        ;;
    -h | --help)
        sed -n '2,6s/^# //p' "$0"
        exit
        ;;
esac
network=${1:-mainnet}
subtensor=${SUBTENSOR:-subtensor}
data=${SUBTENSOR_DATA:-$HOME/.subtensor/$network}
case $network in
    mainnet) spec=raw_spec_finney.json ;;
    testnet) spec=raw_spec_testfinney.json ;;
    *)
        echo "Which network? Say mainnet or testnet." >&2
        exit 2
        ;;
esac
binary=$subtensor/target/release/node-subtensor
if [ "$run" = exec ] && [ ! -x "$binary" ]; then
    echo "There is no $binary; build it with build_subtensor_linux.sh, or name its directory in SUBTENSOR." >&2
    exit 1
fi
if [ "$run" = exec ] && [ ! -f "$subtensor/chainspecs/$spec" ]; then
    echo "There is no $subtensor/chainspecs/$spec; the sources have the description of the chain elsewhere." >&2
    exit 1
fi
[ "$run" = echo ] || mkdir -p "$data"
# The newest state first (warp); RPC listens on the loopback address unless told otherwise, and that is meant.
$run "$binary" --base-path "$data" --chain "$subtensor/chainspecs/$spec" --sync warp \
    --port 30333 --rpc-port 9944 --no-mdns
