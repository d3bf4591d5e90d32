-- KEYS: reports, times; ARGV: own id, own report as JSON, after how many ms a silent one is forgotten.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now, ARGV[1])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[3]))) do
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
local reply = {}
local times = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
for at = 1, #times, 2 do
  reply[#reply + 1] = redis.call('HGET', KEYS[1], times[at]) or ''
  reply[#reply + 1] = now - tonumber(times[at + 1])
end
return reply
