-- Writes rows in place of what stands there.
-- KEYS: rows of one slot
-- ARGV: for each of them its type, when it ends (ms, negative for never), the number of its parts, and the parts
local at = 1
for _, key in ipairs(KEYS) do
    local kind, ends, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
    local last = at + 2 + count
    redis.call('DEL', key)
    at = at + 3
    while at <= last do
        if kind == 'string' then
            redis.call('SET', key, ARGV[at])
        elseif kind == 'hash' then
            redis.call('HSET', key, ARGV[at], ARGV[at + 1])
            at = at + 1
        elseif kind == 'list' then
            redis.call('RPUSH', key, ARGV[at])
        elseif kind == 'set' then
            redis.call('SADD', key, ARGV[at])
        elseif kind == 'zset' then
            redis.call('ZADD', key, ARGV[at + 1], ARGV[at])
            at = at + 1
        end
        at = at + 1
    end
    if tonumber(ends) > 0 then
        redis.call('PEXPIREAT', key, ends)
    end
end
return 1
