-- Takes a chore's slot unless it or a later one was taken. Answers 1 or 0.
-- KEYS: round
-- ARGV: slot
local taken = tonumber(redis.call('GET', KEYS[1]) or '-1')
if tonumber(ARGV[1]) <= taken then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1])
return 1
