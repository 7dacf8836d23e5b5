-- Takes a lock that nobody holds. Answers the number of the lease, greater than that of every lease before, or 0.
-- KEYS: lock, fence
-- ARGV: token of the lease, its length in ms
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(redis.call('GET', KEYS[2]))
end
if holder then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local fence = redis.call('INCR', KEYS[2])
-- Locks of things that come and go leave nothing behind: nobody is stopped for a month and goes on.
redis.call('PEXPIRE', KEYS[2], 2592000000)
return fence
