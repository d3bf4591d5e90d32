-- The owner gives its lease to whoever asks for it, without a moment in which nobody has it.
-- KEYS[1] base of the streamer; ARGV: owner as node|generation, '1' if the log has everything, ttl ms.
local base = KEYS[1]
if redis.call('GET', base .. 'lease') ~= ARGV[1] then
  return 'lost'
end
local successor = redis.call('GET', base .. 'successor')
local generation = successor and string.match(successor, '|(%d+)$')
if not generation or tonumber(generation) <= tonumber(string.match(ARGV[1], '|(%d+)$')) then
  return 'unwanted'
end
redis.call('SET', base .. 'lease', successor, 'PX', ARGV[3])
redis.call('SET', base .. 'fence', generation)
redis.call('DEL', base .. 'successor')
if ARGV[2] == '1' then
  redis.call('SET', base .. 'handed', successor, 'PX', ARGV[3])
end
return 'handed-over'
