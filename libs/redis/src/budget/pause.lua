-- Stops everybody who uses the key. KEYS: base of the key. ARGV: how long in ms, reason, how long the pause stays
-- known after its end. Answers the ms that are left of the longer pause, this one or the one before.
local now = clock()
local till, reason = now + tonumber(ARGV[1]), ARGV[2]
local known, why = pauseOf()
if known >= till then
  till, reason = known, why
else
  redis.call('SET', base .. 'pause', string.format('%.0f|%s', till, reason), 'PX', till - now + tonumber(ARGV[3]))
end
return { string.format('%.0f', math.max(0, till - now)), reason }
