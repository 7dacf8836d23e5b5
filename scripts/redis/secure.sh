#!/bin/sh
# Makes a redis.conf safe (what it was stays beside it) and restarts the server if systemd runs it: secure.sh [redis.conf]
set -eu
conf=${1:-/etc/redis/redis.conf}
"$(dirname "$0")/../../filetao" admin redis secure --conf "$conf"
if command -v systemctl >/dev/null && systemctl is-active --quiet redis-server; then
    systemctl restart redis-server
else
    echo "Restart the server now, so that it reads $conf." >&2
fi
