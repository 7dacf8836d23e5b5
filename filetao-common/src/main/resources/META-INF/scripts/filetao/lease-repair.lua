-- Gives the most urgent job to a worker, after taking back those whose lease is over and those whose pause is.
-- Answers job and what is known of it, or nothing.
-- KEYS: jobs, ready, later, leased
-- ARGV: now (ms), end of the lease (ms), token
local SURPLUS, BATCH = 4398046511104, 100
for _, from in ipairs({KEYS[3], KEYS[4]}) do
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', from, '-inf', ARGV[1], 'LIMIT', 0, BATCH)) do
    redis.call('ZREM', from, name)
    local value = redis.call('HGET', KEYS[1], name)
    if value then
      local job = cjson.decode(value)
      redis.call('ZADD', KEYS[2], string.format('%.0f', job.surplus * SURPLUS + job.since), name)
    end
  end
end
local first = redis.call('ZPOPMIN', KEYS[2])
local value = first[1] and redis.call('HGET', KEYS[1], first[1])
if not value then
  return {}
end
local job = cjson.decode(value)
job.attempts = job.attempts + 1
job.token = ARGV[3]
job.again = nil
value = cjson.encode(job)
redis.call('HSET', KEYS[1], first[1], value)
redis.call('ZADD', KEYS[4], ARGV[2], first[1])
return {first[1], value}
