-- Strikes a file off the list of outboxes unless it was entered again since.
-- KEYS: outboxes
-- ARGV: CID, the entry's time
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
