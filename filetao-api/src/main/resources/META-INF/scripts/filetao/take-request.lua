-- Lets a caller's request pass or says how long it is to wait (generic cell rate algorithm). Unlike other scripts, one that runs twice
-- counts twice: all that is lost then is one request of the burst.
-- KEYS: rate
-- ARGV: time that one request takes up (µs), requests that may come at once
-- Answers 0, or the µs after which the request would pass.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = due + interval - tonumber(ARGV[2]) * interval - now
if wait > 0 then
  return math.ceil(wait)
end
redis.call('SET', KEYS[1], string.format('%.0f', due + interval), 'PX', math.ceil((due + interval - now) / 1000) + 1)
return 0
