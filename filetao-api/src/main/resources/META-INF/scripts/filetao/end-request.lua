-- Ends a request under an idempotency key: keeps what was answered, or forgets the key when there is no answer to keep.
-- KEYS: idempotency
-- ARGV: id of the run, answer (empty for none), how long it is kept (ms)
-- Answers 0 when another run has taken over.
if redis.call('HGET', KEYS[1], 'run') ~= ARGV[1] then
  return 0
end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'answer', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
