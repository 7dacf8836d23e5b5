-- An object of a former miner: removes the fields of the layout before 1.5.3, once an owner's entry says the same.
-- KEYS[1] the object's row; ARGV[1] 1 to write, 0 to look only.
-- Answers 1 cleaned, 2 nothing to do, 3 not converted yet, 4 has no owner's entry.
local row = redis.call('HGETALL', KEYS[1])
local stray, fields, owned = {}, {}, false
for i = 1, #row, 2 do
    local name = row[i]
    fields[name] = row[i + 1]
    if name == 'hotkey' or name == 'filepath' or name == 'size' or name == 'seed' or name == 'ttl' or name == 'generated' then
        stray[#stray + 1] = name
    elseif string.sub(row[i + 1], 1, 1) == '{' then
        owned = true
    end
end

if #stray == 0 then return 2 end
if fields['hotkey'] and not fields[fields['hotkey']] then return 3 end
if not owned then return 4 end
if ARGV[1] == '1' then redis.call('HDEL', KEYS[1], unpack(stray)) end
return 1
