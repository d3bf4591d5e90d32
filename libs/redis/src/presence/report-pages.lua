-- KEYS[1] tag of the shard; ARGV: gateway, time to live in ms, then pairs of streamer and pages as JSON.
-- Empty pages are taken out. Each streamer's hash has a field for each gateway: "until|pages", by Redis' clock.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ms = string.format('%.0f', now + tonumber(ARGV[2]))
for index = 3, #ARGV, 2 do
  local key = KEYS[1] .. ':' .. ARGV[index] .. ':pages'
  if ARGV[index + 1] == '' then
    redis.call('HDEL', key, ARGV[1])
  else
    redis.call('HSET', key, ARGV[1], until_ms .. '|' .. ARGV[index + 1])
    redis.call('PEXPIRE', key, ARGV[2])
  end
  -- What gateways left behind that are no more.
  if redis.call('HLEN', key) > 1 then
    local fields = redis.call('HGETALL', key)
    for at = 1, #fields, 2 do
      local ends = tonumber(string.match(fields[at + 1], '^(%d+)|'))
      if not ends or ends <= now then
        redis.call('HDEL', key, fields[at])
      end
    end
  end
end
return 'OK'
