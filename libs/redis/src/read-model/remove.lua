-- KEYS: models, keys; ARGV: streamer, channel.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  redis.call('HDEL', KEYS[2], cjson.decode(known).keyHash)
  redis.call('HDEL', KEYS[1], ARGV[1])
end
redis.call('PUBLISH', ARGV[2], ARGV[1])
return 'OK'
