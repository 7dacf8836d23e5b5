-- A miner's statistics of a former validator: brings counters under the names they have had since.
-- KEYS[1] the miner's row; ARGV[1] 1 to write, 0 to look only. Answers 1 renamed, 2 nothing to do.
local found = false
for _, name in ipairs({'attempts', 'successes'}) do
    local old = redis.call('HGET', KEYS[1], 'retrieval_' .. name)
    if old then
        found = true
        if ARGV[1] == '1' then
            redis.call('HINCRBY', KEYS[1], 'retrieve_' .. name, old)
            redis.call('HDEL', KEYS[1], 'retrieval_' .. name)
        end
    end
end
return found and 1 or 2
