-- A lease of an older generation is one that came back when the storage lost what it knew: it does not stand in the way.
-- KEYS: bases of streamers of one shard; ARGV: node, ttl ms, then a generation per key.
local answers = {}
for index = 1, #ARGV - 2 do
  local base, generation = KEYS[index], ARGV[index + 2]
  local lease = redis.call('GET', base .. 'lease')
  if lease == ARGV[1] .. '|' .. generation then
    redis.call('PEXPIRE', base .. 'lease', ARGV[2])
    local successor = redis.call('GET', base .. 'successor')
    local wanted = successor and tonumber(string.match(successor, '|(%d+)$')) > tonumber(generation)
    answers[index] = wanted and 'wanted' or 'renewed'
  elseif
    (lease and tonumber(string.match(lease, '|(%d+)$')) >= tonumber(generation))
    or tonumber(redis.call('GET', base .. 'fence') or '0') > tonumber(generation)
  then
    answers[index] = 'lost'
  else
    answers[index] = 'missing'
  end
end
return answers
