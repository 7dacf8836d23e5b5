-- Ends the lease of a job: it is done, unless it was entered again meanwhile, or is tried again later.
-- Answers 0 when another worker has it.
-- KEYS: jobs, ready, later, leased
-- ARGV: job, token, when to try again (ms) or nothing, surplus by then or nothing
local SURPLUS = 4398046511104
local value = redis.call('HGET', KEYS[1], ARGV[1])
local job = value and cjson.decode(value)
if not job or job.token ~= ARGV[2] or not redis.call('ZSCORE', KEYS[4], ARGV[1]) then
  return 0
end
redis.call('ZREM', KEYS[4], ARGV[1])
if ARGV[3] == '' and not job.again then
  redis.call('HDEL', KEYS[1], ARGV[1])
  return 1
end
job.token = nil
job.again = nil
if ARGV[4] ~= '' then
  job.surplus = tonumber(ARGV[4])
end
if ARGV[3] == '' then
  job.attempts = 0
  redis.call('ZADD', KEYS[2], string.format('%.0f', job.surplus * SURPLUS + job.since), ARGV[1])
else
  redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(job))
return 1
