-- KEYS[1] base of the streamer; ARGV[1] the successor as node|generation, who wants the lease no more.
local base = KEYS[1]
if redis.call('GET', base .. 'successor') == ARGV[1] then
  redis.call('DEL', base .. 'successor')
end
return redis.call('GET', base .. 'lease') == ARGV[1] and 'owned' or 'withdrawn'
