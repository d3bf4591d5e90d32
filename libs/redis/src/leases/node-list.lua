-- KEYS: reports, times; ARGV: ttl ms. Forgets the nodes that fell silent.
local time = redis.call('TIME')
local oldest = time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])
local silent = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. oldest)
for _, node in ipairs(silent) do
  redis.call('HDEL', KEYS[1], node)
  redis.call('ZREM', KEYS[2], node)
end
return redis.call('HVALS', KEYS[1])
