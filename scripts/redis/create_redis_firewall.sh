#!/bin/sh
# Closes the Redis port to everybody but this machine, with ufw: create_redis_firewall.sh [port]
set -eu
port=${1:-6379}
command -v ufw >/dev/null || { echo "Install ufw first, or close port $port in your own firewall." >&2; exit 1; }
ufw allow from 127.0.0.1 to any port "$port" proto tcp
ufw allow from ::1 to any port "$port" proto tcp
ufw deny "$port/tcp"
ufw status | grep -w "$port" || echo "The rules are set and hold once ufw is enabled: ufw enable" >&2
