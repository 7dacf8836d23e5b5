#!/bin/sh
# Builds a subtensor node from its sources, on Debian or Ubuntu: build_subtensor_linux.sh [--dry-run] [DIRECTORY] [TAG]
# Needs some 20 GB of disk, 8 GB of memory, and half an hour or more. The binary is DIRECTORY/target/release/node-subtensor.
# A dry run prints the commands.
set -eu
run=
case ${1:-} in
    --dry-run)
        run="echo"
        shift
        ;;
    -h | --help)
        sed -n '2,4s/^# //p' "$0"
        exit
        ;;
    -*)
        echo "There is no option $1; --help tells about the others." >&2
        exit 2
        ;;
esac
directory=${1:-subtensor}
tag=${2:-main}

as_root() { if [ "$(id -u)" -eq 0 ]; then $run "$@"; else $run sudo "$@"; fi; }
as_root apt-get update
as_root apt-get install --yes --no-install-recommends \
    build-essential ca-certificates clang cmake curl git libclang-dev libssl-dev llvm pkg-config protobuf-compiler

if ! command -v cargo >/dev/null; then
    if [ ! -x "$HOME/.cargo/bin/cargo" ]; then
        as_root apt-get install --yes rustup || {
            echo "Install rustup (see rustup.rs), then run this again." >&2
            exit 1
        }
    fi
    PATH=$HOME/.cargo/bin:$PATH
fi

[ -d "$directory/.git" ] || $run git clone https://github.com/opentensor/subtensor "$directory"
$run cd "$directory"
$run git fetch --tags origin
$run git checkout "$tag"
# The sources name the toolchain they want; rustup brings it with its WebAssembly target.
$run rustup show
$run rustup target add wasm32v1-none || $run rustup target add wasm32-unknown-unknown
$run cargo build --release --package node-subtensor
[ -n "$run" ] || echo "Built $PWD/target/release/node-subtensor; start_local_subtensor.sh starts it." >&2
