-- Begins a request under an idempotency key, or goes on holding it.
-- KEYS: idempotency
-- ARGV: id of this run, digest of what is asked besides the body, length of the lease (ms)
-- Answers {'begun'}, {'running'}, or {'done', digest of what was asked, what was answered}.
local known = redis.call('HMGET', KEYS[1], 'run', 'asked', 'answer')
if known[3] then
  return {'done', known[2], known[3]}
end
if known[1] and known[1] ~= ARGV[1] then
  return {'running'}
end
redis.call('HSET', KEYS[1], 'run', ARGV[1], 'asked', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {'begun'}
