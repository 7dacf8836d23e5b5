-- Removes a shard from a miner's lists.
-- KEYS: held, due, totals, validators   ARGV: rid, bytes
local removed = redis.call('ZREM', KEYS[1], ARGV[1])
if removed == 1 then
  redis.call('HINCRBY', KEYS[3], 'shards', -1)
  redis.call('HINCRBY', KEYS[3], 'bytes', '-' .. ARGV[2])
end
redis.call('ZREM', KEYS[2], ARGV[1])
return removed
