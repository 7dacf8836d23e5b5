-- Prolongs the lease of a job. Answers 0 when another worker has it.
-- KEYS: jobs, ready, later, leased
-- ARGV: job, token, end of the lease (ms)
local value = redis.call('HGET', KEYS[1], ARGV[1])
if not value or cjson.decode(value).token ~= ARGV[2] or not redis.call('ZSCORE', KEYS[4], ARGV[1]) then
  return 0
end
redis.call('ZADD', KEYS[4], ARGV[3], ARGV[1])
return 1
