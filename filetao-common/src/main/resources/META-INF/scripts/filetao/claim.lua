-- Adds or renews a claim. Answers 0 when the file is not recorded.
-- KEYS: file, payload, outbox
-- ARGV: account, claim
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('RPUSH', KEYS[3], 'C' .. ARGV[1])
return 1
