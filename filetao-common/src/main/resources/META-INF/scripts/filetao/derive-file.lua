-- Enters a file with all its claims in its outbox, so that everything derived from them is computed again.
-- KEYS: payload, outbox
redis.call('RPUSH', KEYS[2], 'S')
for _, account in ipairs(redis.call('HKEYS', KEYS[1])) do
  redis.call('RPUSH', KEYS[2], 'C' .. account)
end
return 1
