#!/bin/sh
# Gives a Redis server a password and makes it keep what it is told: set_redis_password.sh [REDIS_CONF] [OPTION…]
# This is `filetao admin redis secure` under a former name. The password does not leave the file; to export it:
#   export REDIS_PASSWORD=$(sudo sed -n 's/^requirepass "\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/redis/redis.conf)
exec "$(dirname "$0")/secure.sh" "$@"
