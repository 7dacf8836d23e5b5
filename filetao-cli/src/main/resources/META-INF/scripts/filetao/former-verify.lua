-- Whether an object of a former miner is described under its owner's hotkey as its old fields describe it.
-- KEYS[1] the object's row. Answers 1 yes or there is nothing old, 0 no.
local row = redis.call('HGETALL', KEYS[1])
local fields = {}
for i = 1, #row, 2 do fields[row[i]] = row[i + 1] end

local owner = fields['hotkey']
if not owner then return 1 end
local readable, entry = pcall(cjson.decode, fields[owner] or '')
if not readable or type(entry) ~= 'table' then return 0 end
for _, name in ipairs({'filepath', 'size'}) do
    if fields[name] and tostring(entry[name]) ~= fields[name] then return 0 end
end
return 1
