-- Which shards belong to a recorded file. Answers 1 or 0 for each.
-- KEYS: file
-- ARGV: file id as hex, then the rids (16 bytes each)
local HEADER, ENTRY = 12, 124
local held = {}
local record = redis.call('HGETALL', KEYS[1])
for i = 1, #record, 2 do
  if record[i] == 'm' and cjson.decode(record[i + 1])['id'] ~= ARGV[1] then
    held = {}
    break
  end
  if string.sub(record[i], 1, 1) == 's' then
    for at = HEADER + 1, #record[i + 1], ENTRY do
      held[string.sub(record[i + 1], at + 12, at + 27)] = true
    end
  end
end
local answer = {}
for i = 2, #ARGV do
  answer[i - 1] = held[ARGV[i]] and 1 or 0
end
return answer
