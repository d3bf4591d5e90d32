-- KEYS: unknown names (for the hash tag); ARGV: span ms, spans kept, index after which. Spans that are over, oldest first.
local time = redis.call('TIME')
local length = tonumber(ARGV[1])
local present = math.floor((time[1] * 1000 + math.floor(time[2] / 1000)) / length)
local first = math.max(tonumber(ARGV[3]) + 1, present - tonumber(ARGV[2]))
local spans = {}
for index = first, present - 1 do
  spans[#spans + 1] = { tostring(index), redis.call('HGETALL', '{drift}:span:' .. length .. ':' .. index) }
end
return spans
