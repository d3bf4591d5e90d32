-- A successor that is ready asks for the lease; its owner learns of it with its next renewal.
-- KEYS[1] base of the streamer; ARGV: node, generation, ttl ms, how long the wish stays ms, '1' if it was noted before.
local base, generation = KEYS[1], tonumber(ARGV[2])
local me = ARGV[1] .. '|' .. ARGV[2]
local function generationOf(owner)
  return tonumber(string.match(owner, '|(%d+)$'))
end
local lease = redis.call('GET', base .. 'lease')
if lease == me then
  redis.call('PEXPIRE', base .. 'lease', ARGV[3])
  return redis.call('GET', base .. 'handed') == me and 'handed-over' or 'acquired'
end
local wish = redis.call('GET', base .. 'successor')
if generation < tonumber(redis.call('GET', base .. 'fence') or '0')
  or (lease and generationOf(lease) >= generation)
  or (wish and generationOf(wish) > generation) then
  return 'fenced'
end
if not lease then
  -- Gone with the wish, or with the fence that every owner leaves: the storage was wiped, and the owner is about to take
  -- its lease again.
  if (ARGV[5] == '1' and not wish) or not redis.call('GET', base .. 'fence') then
    return 'fenced'
  end
  redis.call('SET', base .. 'lease', me, 'PX', ARGV[3])
  redis.call('SET', base .. 'fence', ARGV[2])
  redis.call('DEL', base .. 'successor')
  return 'acquired'
end
redis.call('SET', base .. 'successor', me, 'PX', ARGV[4])
return 'waiting'
