-- Everything that a page needs to draw itself, at one moment.
-- A log that nobody has written to yet gets its epoch here, so that a page which came first misses nothing.
-- KEYS: base of the streamer. ARGV: how many recent log entries to look through, how many alerts, epoch for a new log.
local base = KEYS[1]
if redis.call('HEXISTS', base .. 'meta', 'epoch') == 0 then
  beginEpoch(base, ARGV[3])
end
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head', 'day', 'zone')
local function top(board)
  local flat = redis.call('ZREVRANGE', base .. 'rank:' .. board, 0, 9, 'WITHSCORES')
  for index = 1, #flat, 2 do
    flat[index] = redis.call('HGET', base .. 'who', flat[index]) or ''
  end
  return flat
end
local function newest(stream, count)
  return count == '0' and {} or redis.call('XREVRANGE', base .. stream, '+', '-', 'COUNT', count)
end
-- Each kind has a list of its own: a storm of gifts must not push a subscription out.
local alerts = {}
for _, kind in ipairs({ 'gift', 'follow', 'share', 'subscribe' }) do
  for _, entry in ipairs(newest('alerts:' .. kind, ARGV[2])) do
    alerts[#alerts + 1] = entry
  end
end
return {
  meta[1] or '',
  meta[2] or '0',
  redis.call('HGETALL', base .. 'totals'),
  redis.call('HGETALL', base .. 'latest'),
  { top('s:coins'), top('s:likes'), top('a:coins'), top('a:likes') },
  newest('log', ARGV[1]),
  alerts,
  redis.call('GET', base .. 'status') or '',
  redis.call('EXISTS', base .. 'lease'),
  redis.call('HGETALL', base .. 'base'),
  meta[3] or '',
  meta[4] or '',
}
