#!/bin/sh
# Installs the distribution's Redis server. Only needed where several programs share one server: without it each node
# starts a server of its own.
set -eu
if command -v apt-get >/dev/null; then
    apt-get update && apt-get install -y redis-server
elif command -v dnf >/dev/null; then
    dnf install -y redis
else
    echo "Install Redis 7 or newer with this system's package manager." >&2
    exit 1
fi
redis-server --version
