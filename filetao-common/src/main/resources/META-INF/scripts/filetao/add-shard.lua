-- Adds a shard to a segment that lacks its number. Answers 1 when the entry stands, else 0.
-- KEYS: file, outbox
-- ARGV: segment, entry (124 bytes), why it failed or nothing
local HEADER, ENTRY = 12, 124
local field = 's' .. ARGV[1]
local segment = redis.call('HGET', KEYS[1], field)
if not segment then
  return 0
end
local number = string.byte(ARGV[2], 1)
local at = HEADER + 1
while at < #segment and string.byte(segment, at) < number do
  at = at + ENTRY
end
if at < #segment and string.byte(segment, at) == number then
  return string.sub(segment, at, at + ENTRY - 1) == ARGV[2] and 1 or 0
end
redis.call('HSET', KEYS[1], field, string.sub(segment, 1, at - 1) .. ARGV[2] .. string.sub(segment, at))
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[1], 'f' .. ARGV[1] .. '.' .. number, ARGV[3])
end
redis.call('RPUSH', KEYS[2], 's' .. struct.pack('>I4', tonumber(ARGV[1])) .. string.sub(segment, 1, HEADER) .. ARGV[2])
return 1
