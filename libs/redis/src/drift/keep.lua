-- KEYS: samples (id to JSON), times (ids by ms), sizes (id to bytes), numbers (kind to count), total bytes.
-- ARGV: most of a kind, most bytes, longest age ms, then kind, id, sample as JSON. Answers with how many were kept.
-- Without samples it only forgets what is too old.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(id)
  local size = redis.call('HGET', KEYS[3], id) or 0
  redis.call('DECRBY', KEYS[5], size)
  local kind = string.match(id, '^(.*)#[^#]*$')
  if redis.call('HINCRBY', KEYS[4], kind, -1) <= 0 then redis.call('HDEL', KEYS[4], kind) end
  redis.call('HDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[2], id)
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[3]))) do drop(id) end
local kept = 0
for index = 4, #ARGV, 3 do
  local kind, id, sample = ARGV[index], ARGV[index] .. '#' .. ARGV[index + 1], ARGV[index + 2]
  local room = tonumber(redis.call('HGET', KEYS[4], kind) or 0) < tonumber(ARGV[1]) and #sample <= tonumber(ARGV[2])
  if room and redis.call('HEXISTS', KEYS[1], id) == 0 then
    -- The oldest of any kind makes room.
    while tonumber(redis.call('GET', KEYS[5]) or 0) + #sample > tonumber(ARGV[2]) do
      local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
      if not oldest then redis.call('SET', KEYS[5], 0) break end
      drop(oldest)
    end
    redis.call('HSET', KEYS[1], id, sample)
    redis.call('ZADD', KEYS[2], now, id)
    redis.call('HSET', KEYS[3], id, #sample)
    redis.call('HINCRBY', KEYS[4], kind, 1)
    redis.call('INCRBY', KEYS[5], #sample)
    kept = kept + 1
  end
end
if kept > 0 then
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[3]) end
end
return kept
