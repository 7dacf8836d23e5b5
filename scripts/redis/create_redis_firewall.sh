#!/bin/sh
# Closes the Redis port to everybody but this machine, with ufw: create_redis_firewall.sh [--dry-run] [PORT]
set -eu
run=
port=6379
for argument in "$@"; do
    case $argument in
        --dry-run) run="echo" ;;
        -h | --help)
            sed -n '2s/^# //p' "$0"
            exit
            ;;
        *[!0-9]* | '')
            echo "$argument is no port; say create_redis_firewall.sh [--dry-run] [PORT]." >&2
            exit 2
            ;;
        *) port=$argument ;;
    esac
done
[ -n "$run" ] || command -v ufw >/dev/null || { echo "Install ufw first, or close port $port in your own firewall." >&2; exit 1; }
$run ufw allow from 127.0.0.1 to any port "$port" proto tcp
$run ufw allow from ::1 to any port "$port" proto tcp
$run ufw deny "$port/tcp"
[ -n "$run" ] || ufw status | grep -w "$port" || echo "The rules are set and hold once ufw is enabled: ufw enable" >&2
