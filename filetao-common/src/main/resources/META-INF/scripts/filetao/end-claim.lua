-- Ends a claim, and the file with its last one. Answers {0} without such a claim, {1}, or {2, the record as fields and values}.
-- KEYS: file, payload, outbox
-- ARGV: account, time in ms before which the claim must have ended by itself, or nothing to end it now
local claim = redis.call('HGET', KEYS[2], ARGV[1])
if not claim then
  return {0}
end
if ARGV[2] ~= '' and cjson.decode(claim)['e'] >= tonumber(ARGV[2]) then
  return {0}
end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('RPUSH', KEYS[3], 'C' .. ARGV[1])
if redis.call('HLEN', KEYS[2]) > 0 then
  return {1}
end
local record = redis.call('HGETALL', KEYS[1])
local answer = {2}
for i = 1, #record, 2 do
  local field, value = record[i], record[i + 1]
  local kind = string.sub(field, 1, 1)
  if kind == 's' then
    redis.call('RPUSH', KEYS[3], 'G' .. struct.pack('>I4', tonumber(string.sub(field, 2))) .. value)
  elseif kind == 'm' then
    redis.call('RPUSH', KEYS[3], 'M' .. cjson.decode(value)['id'])
  end
  answer[#answer + 1] = field
  answer[#answer + 1] = value
end
redis.call('DEL', KEYS[1])
return answer
