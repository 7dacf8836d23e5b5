-- Notes that a miner no longer holds a shard, and merges the last bucket back when they have become too empty.
-- Answers 0, or the true number of buckets when the rid's bucket was computed for another one.
-- KEYS: hotkey, bucket of the rid, bucket to merge into, last bucket
-- ARGV: number of buckets that the keys were computed for, rid (16 bytes), bytes
local LOAD = 40
local function bucket(rid, buckets)
  local half = 1
  while half * 2 <= buckets do
    half = half * 2
  end
  local hash = struct.unpack('>I4', rid)
  local at = hash % (half * 2)
  return at < buckets and at or at - half
end
local buckets = tonumber(redis.call('HGET', KEYS[1], 'buckets') or '1')
local given = tonumber(ARGV[1])
if given ~= buckets and bucket(ARGV[2], given) ~= bucket(ARGV[2], buckets) then
  return buckets
end
if redis.call('HDEL', KEYS[2], ARGV[2]) == 1 then
  local shards = redis.call('HINCRBY', KEYS[1], 'shards', -1)
  redis.call('HINCRBY', KEYS[1], 'bytes', -tonumber(ARGV[3]))
  if given == buckets and buckets > 1 and shards < LOAD * buckets then
    local entries = redis.call('HGETALL', KEYS[4])
    if #entries > 0 then
      redis.call('HSET', KEYS[3], unpack(entries))
      redis.call('DEL', KEYS[4])
    end
    redis.call('HSET', KEYS[1], 'buckets', buckets - 1)
  end
end
return 0
