-- KEYS[1] base of the streamer; ARGV[1] the lowest generation that may own it from now on.
local base, generation = KEYS[1], tonumber(ARGV[1])
if generation > tonumber(redis.call('GET', base .. 'fence') or '0') then
  redis.call('SET', base .. 'fence', ARGV[1])
end
local lease = redis.call('GET', base .. 'lease')
if lease and tonumber(string.match(lease, '|(%d+)$')) < generation then
  redis.call('DEL', base .. 'lease')
end
return 'OK'
