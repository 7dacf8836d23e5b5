#!/bin/sh
# Installs the distribution's Redis server: install_redis.sh [--dry-run]
# Only needed where several programs share one server: without it each node starts a server of its own.
set -eu
run=
case ${1:-} in
    '') ;;
    --dry-run) run="echo" ;;
    -h | --help)
        sed -n '2,3s/^# //p' "$0"
        exit
        ;;
    *)
        echo "There is no option $1; say install_redis.sh [--dry-run]." >&2
        exit 2
        ;;
esac
if command -v apt-get >/dev/null; then
    $run apt-get update
    $run apt-get install -y redis-server
elif command -v dnf >/dev/null; then
    $run dnf install -y redis
else
    echo "Install Redis 7 or newer with this system's package manager." >&2
    exit 1
fi
[ -n "$run" ] || redis-server --version
