-- KEYS[1] base of the streamer; ARGV: node, generation, ttl ms.
local base = KEYS[1]
local node, generation = ARGV[1], tonumber(ARGV[2])
local fence = tonumber(redis.call('GET', base .. 'fence') or '0')
if generation < fence then
  return 'fenced'
end
local lease = redis.call('GET', base .. 'lease')
if lease then
  local holder, held = string.match(lease, '^(.*)|(%d+)$')
  held = tonumber(held)
  if held > generation or (held == generation and holder ~= node) then
    return 'fenced'
  end
end
redis.call('SET', base .. 'lease', node .. '|' .. ARGV[2], 'PX', ARGV[3])
redis.call('SET', base .. 'fence', ARGV[2])
return 'acquired'
