-- Writes a new file with its first claim; of a file that stands already only the claim. Answers the record that stands, or nothing.
-- KEYS: file, payload, outbox
-- ARGV: header, account, claim, then field and value of each part of the record
local standing = redis.call('HGETALL', KEYS[1])
if #standing == 0 then
  redis.call('HSET', KEYS[1], 'm', ARGV[1])
  for i = 4, #ARGV, 2 do
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
  redis.call('RPUSH', KEYS[3], 'S')
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('RPUSH', KEYS[3], 'C' .. ARGV[2])
return standing
