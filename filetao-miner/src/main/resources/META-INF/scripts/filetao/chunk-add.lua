-- Adds a shard to a miner's lists, or changes when it needs attention.
-- KEYS: held, due, totals, validators   ARGV: rid, bytes, when it needs attention, validator
if redis.call('ZADD', KEYS[1], 0, ARGV[1]) == 1 then
  redis.call('HINCRBY', KEYS[3], 'shards', 1)
  redis.call('HINCRBY', KEYS[3], 'bytes', ARGV[2])
end
redis.call('SADD', KEYS[4], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return 1
