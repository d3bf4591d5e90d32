-- KEYS: unknown names, findings; ARGV: span ms, spans kept, most names, then method, what, count.
-- Adds to the present span, whose key has the hash tag of KEYS[1]. Answers with the findings as JSON, '' without any.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local length = tonumber(ARGV[1])
local span = '{drift}:span:' .. length .. ':' .. math.floor(now / length)
for index = 4, #ARGV, 3 do
  local method, what, count = ARGV[index], ARGV[index + 1], ARGV[index + 2]
  if what == 'unknown' then
    if not redis.call('ZSCORE', KEYS[1], method) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 86400000)
      if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then method = 'other' end
    end
    if method ~= 'other' then redis.call('ZADD', KEYS[1], now, method) end
  end
  redis.call('HINCRBY', span, method .. '|' .. what, count)
end
redis.call('PEXPIRE', span, length * (tonumber(ARGV[2]) + 2))
return redis.call('GET', KEYS[2]) or ''
