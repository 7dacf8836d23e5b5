-- Enters a job, or makes a waiting one more urgent; one that is being worked on is noted to be looked at again.
-- Answers 1 when the job is new, else 0.
-- KEYS: jobs, ready, later, leased
-- ARGV: job, surplus, due (ms), now (ms), reason
local SURPLUS = 4398046511104
local value = redis.call('HGET', KEYS[1], ARGV[1])
local job = value and cjson.decode(value) or {since = tonumber(ARGV[4]), attempts = 0}
if not value or tonumber(ARGV[2]) < job.surplus then
  job.surplus = tonumber(ARGV[2])
end
job.reason = ARGV[5]
local rank = string.format('%.0f', job.surplus * SURPLUS + job.since)
if value and redis.call('ZSCORE', KEYS[4], ARGV[1]) then
  job.again = true
elseif value and redis.call('ZSCORE', KEYS[2], ARGV[1]) then
  redis.call('ZADD', KEYS[2], rank, ARGV[1])
elseif tonumber(ARGV[3]) <= tonumber(ARGV[4]) and job.attempts == 0 then
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('ZADD', KEYS[2], rank, ARGV[1])
elseif not value then
  redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(job))
return value and 0 or 1
