-- What is counted, at one moment, for the ledger's sake. KEYS: base of the streamer, outbox of the shard.
-- ARGV: how many of each ranking; 0 for none, -1 for all.
local base = KEYS[1]
local time = redis.call('TIME')
local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local ranks, who = {}, {}
local count = tonumber(ARGV[1])
if count ~= 0 then
  for index, board in ipairs({ 's:coins', 's:likes', 'a:coins', 'a:likes' }) do
    local last = count < 0 and -1 or count - 1
    local ranking = redis.call('ZREVRANGE', base .. 'rank:' .. board, 0, last, 'WITHSCORES')
    ranks[index] = { ranking, redis.call('ZRANGE', base .. 'base:' .. board, 0, -1, 'WITHSCORES') }
    if count > 0 then
      for at = 1, #ranking, 2 do
        who[#who + 1] = ranking[at]
        who[#who + 1] = redis.call('HGET', base .. 'who', ranking[at]) or ''
      end
    end
  end
end
return {
  redis.call('HGETALL', base .. 'meta'),
  redis.call('HGETALL', base .. 'totals'),
  redis.call('HGETALL', base .. 'base'),
  string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)),
  oldest and oldest[1] or '',
  ranks,
  who,
}
