-- Reads rows as they stand at one moment.
-- KEYS: rows of one slot
-- Answers for each: its type, when it ends (ms, negative for never), and its parts; an absent row is of type none.
local rows = {}
for i, key in ipairs(KEYS) do
    local kind = redis.call('TYPE', key)['ok']
    local parts = {}
    if kind == 'string' then
        parts = {redis.call('GET', key)}
    elseif kind == 'hash' then
        parts = redis.call('HGETALL', key)
    elseif kind == 'list' then
        parts = redis.call('LRANGE', key, 0, -1)
    elseif kind == 'set' then
        parts = redis.call('SMEMBERS', key)
    elseif kind == 'zset' then
        parts = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
    end
    rows[i] = {kind, redis.call('PEXPIRETIME', key), parts}
end
return rows
