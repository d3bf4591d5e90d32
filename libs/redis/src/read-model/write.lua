-- KEYS: models, keys; ARGV: streamer, revision, key hash, model as JSON, channel.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local old = cjson.decode(known)
  if old.rev > tonumber(ARGV[2]) then
    return 'older'
  end
  if old.keyHash ~= ARGV[3] then
    redis.call('HDEL', KEYS[2], old.keyHash)
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
if known ~= ARGV[4] then
  redis.call('PUBLISH', ARGV[5], ARGV[1])
end
return 'OK'
