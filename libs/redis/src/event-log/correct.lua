-- Adds what the ledger says is missing from this epoch's counters, or takes away what is too much.
-- KEYS: base of the streamer. ARGV: epoch, session as it was when compared, day likewise, corrections as JSON, publish command.
local base = KEYS[1]
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'session', 'day')
if meta[1] ~= ARGV[1] then
  return 'other-epoch'
end
local valid = { s = (meta[2] or '') == ARGV[2], d = (meta[3] or '') == ARGV[3], a = true }
local doc = cjson.decode(ARGV[4])
for name, amount in pairs(doc.totals) do
  if valid[string.sub(name, 1, 1)] then
    redis.call('HINCRBY', base .. 'totals', name, string.format('%.0f', amount))
  end
end
for board, people in pairs(doc.ranks) do
  if valid[string.sub(board, 1, 1)] then
    for user, amount in pairs(people) do
      redis.call('ZINCRBY', base .. 'rank:' .. board, string.format('%.0f', amount), user)
    end
    redis.call('ZREMRANGEBYSCORE', base .. 'rank:' .. board, '-inf', 0)
  end
end
for user, profile in pairs(doc.profiles) do
  redis.call('HSETNX', base .. 'who', user, profile)
end
redis.call(ARGV[5], base .. 'push', 'P tr')
return 'written'
