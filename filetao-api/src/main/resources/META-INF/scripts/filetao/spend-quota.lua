-- Counts bytes against an account's day, unless that would be more than it may send.
-- KEYS: quota
-- ARGV: bytes (negative to give back), most bytes, how long the count is kept (ms)
-- Answers 1, or 0 when nothing was counted.
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
local after = math.max(0, spent + ARGV[1])
if after > tonumber(ARGV[2]) and after > spent then
  return 0
end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', ARGV[3])
return 1
