-- Counts calls that were made unasked, or takes back one that was never made (-1).
-- KEYS: base of the key. ARGV: calls, time of the call or '' for now, then for each window: name, length.
local calls, at = tonumber(ARGV[1]), tonumber(ARGV[2]) or clock()
for index = 3, #ARGV, 2 do
  local name, length = ARGV[index], tonumber(ARGV[index + 1])
  local part = string.format('%.0f', math.floor(at / (length / PARTS)))
  -- A part that is out of the window, or gone with Redis, has nothing to give back.
  if calls > 0 or tonumber(redis.call('HGET', base .. name, part) or '0') > 0 then
    count(name, length, at, calls)
  end
end
return 'OK'
