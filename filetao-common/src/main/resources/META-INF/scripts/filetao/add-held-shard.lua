-- Notes that a miner holds a shard, and splits a bucket when they have become too full (linear hashing).
-- Answers 0, or the true number of buckets when the rid's bucket was computed for another one.
-- KEYS: hotkey, bucket of the rid, bucket to split, new bucket
-- ARGV: number of buckets that the keys were computed for, rid (16 bytes), where it belongs, bytes
local LOAD = 100
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
if redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) == 1 then
  local shards = redis.call('HINCRBY', KEYS[1], 'shards', 1)
  redis.call('HINCRBY', KEYS[1], 'bytes', ARGV[4])
  if given == buckets and shards > LOAD * buckets then
    local entries = redis.call('HGETALL', KEYS[3])
    local moved, rids = {}, {}
    for i = 1, #entries, 2 do
      if bucket(entries[i], buckets + 1) == buckets then
        rids[#rids + 1] = entries[i]
        moved[#moved + 1] = entries[i]
        moved[#moved + 1] = entries[i + 1]
      end
    end
    if #rids > 0 then
      redis.call('HSET', KEYS[4], unpack(moved))
      redis.call('HDEL', KEYS[3], unpack(rids))
    end
    redis.call('HSET', KEYS[1], 'buckets', buckets + 1)
  end
end
return 0
