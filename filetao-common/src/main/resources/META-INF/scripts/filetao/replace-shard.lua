-- Replaces a shard's entry while its rid and counter are those expected. Answers 1 when the new entry stands, else 0.
-- KEYS: file, outbox
-- ARGV: segment, expected rid (16 bytes), expected counter (4 bytes), new entry (124 bytes), why it failed or nothing
local HEADER, ENTRY = 12, 124
local field = 's' .. ARGV[1]
local segment = redis.call('HGET', KEYS[1], field)
if not segment then
  return 0
end
local number = string.byte(ARGV[4], 1)
for at = HEADER + 1, #segment, ENTRY do
  if string.byte(segment, at) == number then
    local old = string.sub(segment, at, at + ENTRY - 1)
    local rid = string.sub(old, 13, 28)
    -- An entry that stands already is a call that is repeated, or one that changes only why the shard failed.
    if old ~= ARGV[4] and (rid ~= ARGV[2] or string.sub(old, 5, 8) ~= ARGV[3]) then
      return 0
    end
    redis.call('HSET', KEYS[1], field, string.sub(segment, 1, at - 1) .. ARGV[4] .. string.sub(segment, at + ENTRY))
    local failure = 'f' .. ARGV[1] .. '.' .. number
    if ARGV[5] == '' then
      redis.call('HDEL', KEYS[1], failure)
    else
      redis.call('HSET', KEYS[1], failure, ARGV[5])
    end
    if rid ~= string.sub(ARGV[4], 13, 28) then
      local place = 's' .. struct.pack('>I4', tonumber(ARGV[1])) .. string.sub(segment, 1, HEADER)
      redis.call('RPUSH', KEYS[2], place .. old, place .. ARGV[4])
    end
    return 1
  end
end
return 0
