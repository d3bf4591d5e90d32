-- What is left. KEYS: base of the key. ARGV: how long a node's word counts in ms, then for each window: name, length.
-- Answers { ms of the pause that are left, its reason, { calls made by window }, { how many wait by rank }, { node, state } }.
local now = clock()
local till, reason = pauseOf()
local used, ranks, nodes = {}, {}, {}
for index = 2, #ARGV, 2 do
  local _, calls = partsOf(ARGV[index], tonumber(ARGV[index + 1]), now)
  used[#used + 1] = calls
end
forgetExpired(now, 5000)
for rank = 0, RANKS - 1 do
  ranks[rank + 1] = redis.call('ZCARD', base .. 'line:' .. rank)
end
local flat = redis.call('HGETALL', base .. 'nodes')
for index = 1, #flat, 2 do
  local at, state = string.match(flat[index + 1], '^(%d+)|(.*)$')
  if tonumber(at) > now - tonumber(ARGV[1]) then
    nodes[#nodes + 1] = flat[index]
    nodes[#nodes + 1] = state
  else
    redis.call('HDEL', base .. 'nodes', flat[index])
  end
end
return { string.format('%.0f', math.max(0, till - now)), reason or '', used, ranks, nodes }
