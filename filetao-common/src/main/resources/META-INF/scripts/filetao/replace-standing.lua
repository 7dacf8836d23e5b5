-- Replaces a miner's record if it still has the expected version. Answers 1 or, when another was faster, 0.
-- KEYS: stats
-- ARGV: expected version, 0 for none; token of this change, by which a second run of it knows the first; then field and value of
-- all fields
local kept = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if kept ~= tonumber(ARGV[1]) then
  return redis.call('HGET', KEYS[1], 'token') == ARGV[2] and 1 or 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'token', ARGV[2], unpack(ARGV, 3))
return 1
