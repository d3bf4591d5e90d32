-- KEYS[1] base of the streamer; ARGV: owner as node|generation.
if redis.call('GET', KEYS[1] .. 'lease') == ARGV[1] then
  return redis.call('DEL', KEYS[1] .. 'lease')
end
return 0
