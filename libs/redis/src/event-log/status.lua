-- KEYS: base of the streamer. ARGV: generation, status as JSON, publish command.
local base = KEYS[1]
local known = redis.call('HGET', base .. 'meta', 'statusGeneration')
if known and tonumber(known) > tonumber(ARGV[1]) then
  return 'older'
end
redis.call('HSET', base .. 'meta', 'statusGeneration', ARGV[1])
redis.call('SET', base .. 'status', ARGV[2])
redis.call(ARGV[3], base .. 'push', 'S ' .. ARGV[2])
return 'OK'
