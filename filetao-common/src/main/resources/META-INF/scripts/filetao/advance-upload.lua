-- Enters further segments of an upload if it still stands where its writer found it. Answers 1, or 0 when it has moved on or is gone.
-- KEYS: upload
-- ARGV: offset before, offset after, state of the digest, end (ms), then field and value of each segment
if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then
  -- A second run finds its own segments.
  return redis.call('HGET', KEYS[1], ARGV[5]) == ARGV[6] and 1 or 0
end
redis.call('HSET', KEYS[1], 'o', ARGV[2], 'd', ARGV[3], 'e', ARGV[4])
for i = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
return 1
