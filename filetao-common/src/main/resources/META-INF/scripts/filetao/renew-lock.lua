-- Prolongs a lease, or ends it with a length of 0. Answers 0 when it is not held any more.
-- KEYS: lock
-- ARGV: token of the lease, its length in ms
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
