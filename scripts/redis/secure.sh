#!/bin/sh
# Makes a redis.conf safe (what it was stays beside it) and restarts the server if systemd runs it:
#
#   secure.sh [REDIS_CONF] [OPTION…]      options of `filetao admin redis secure`: --dry-run, --redis_conf_path PATH, --help
set -eu
case ${1:-} in
    '' | -*) ;;
    *)
        conf=$1
        shift
        set -- --conf "$conf" "$@"
        ;;
esac
"$(dirname "$0")/../../filetao" admin redis secure "$@"
for option in "$@"; do
    case $option in -h | --help | --dry-run) exit ;; esac
done
if command -v systemctl >/dev/null && systemctl is-active --quiet redis-server 2>/dev/null; then
    systemctl restart redis-server
else
    echo "Restart the server now, so that it reads its settings." >&2
fi
