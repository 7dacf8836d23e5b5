-- An object of a former miner: puts what the layout before 1.5.3 says of it under its owner's hotkey.
-- KEYS[1] the object's row; ARGV[1] 1 to write, 0 to look only.
-- Answers 1 converted, 2 nothing to do, 3 has fields of the old layout but no owner.
local old = {'filepath', 'size', 'seed', 'ttl', 'generated'}
local row = redis.call('HGETALL', KEYS[1])
local fields = {}
for i = 1, #row, 2 do fields[row[i]] = row[i + 1] end

local owner = fields['hotkey']
if not owner then
    for _, name in ipairs(old) do
        if fields[name] then return 3 end
    end
    return 2
end
local present = fields[owner]
if present then
    local readable, entry = pcall(cjson.decode, present)
    -- A second caller of the former program could leave an entry that names no file; it says less than the old fields.
    if readable and type(entry) == 'table' and entry['filepath'] ~= '' then return 2 end
end
if ARGV[1] == '1' then
    local entry = {}
    for _, name in ipairs(old) do entry[name] = fields[name] end
    redis.call('HSET', KEYS[1], owner, cjson.encode(entry))
end
return 1
