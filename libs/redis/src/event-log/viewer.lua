-- What one log knows of a viewer, or takes it out. KEYS: base of the streamer, outbox of the shard. ARGV: user id, find
-- or erase, streamer.
local base, outbox, user, erase, streamer = KEYS[1], KEYS[2], ARGV[1], ARGV[2] == 'erase', ARGV[3]
-- Gifts and others have ids too: the text only tells which events are worth a closer look.
local mark = '"id":"' .. user .. '"'
local function isIn(json)
  if not json or not string.find(json, mark, 1, true) then
    return false
  end
  local from = string.find(json, '{', 1, true)
  local read, event = pcall(cjson.decode, string.sub(json, from or 1))
  return read and type(event) == 'table' and type(event.user) == 'table' and event.user.id == user
end
local ranks, events, gone = {}, {}, 0
local profile = redis.call('HGET', base .. 'who', user)
if erase then
  gone = gone + redis.call('HDEL', base .. 'who', user)
end
for _, kind in ipairs({ 'rank:', 'base:' }) do
  for _, board in ipairs({ 's:coins', 's:likes', 'a:coins', 'a:likes' }) do
    local score = redis.call('ZSCORE', base .. kind .. board, user)
    if score then
      ranks[#ranks + 1] = kind .. board
      ranks[#ranks + 1] = score
      if erase then
        gone = gone + redis.call('ZREM', base .. kind .. board, user)
      end
    end
  end
end
local latest = redis.call('HGETALL', base .. 'latest')
for at = 1, #latest, 2 do
  if isIn(latest[at + 1]) then
    events[#events + 1] = latest[at + 1]
    if erase then
      gone = gone + redis.call('HDEL', base .. 'latest', latest[at])
    end
  end
end
local streaks = redis.call('HGETALL', base .. 'streaks')
for at = 1, #streaks, 2 do
  if isIn(streaks[at + 1]) then
    -- Its total stays: what comes later of the same streak must not be counted twice.
    local kept = string.match(streaks[at + 1], '^%d+|[01]|%d+|')
    if erase and kept then
      redis.call('HSET', base .. 'streaks', streaks[at], kept)
      gone = gone + 1
    end
  end
end
for _, kind in ipairs({ 'gift', 'follow', 'share', 'subscribe' }) do
  local key = base .. 'alerts:' .. kind
  for _, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do
    for field = 1, #entry[2], 2 do
      if entry[2][field] == 'e' and isIn(entry[2][field + 1]) then
        events[#events + 1] = entry[2][field + 1]
        if erase then
          gone = gone + redis.call('XDEL', key, entry[1])
        end
      end
    end
  end
end
if not erase then
  for _, entry in ipairs(redis.call('XRANGE', base .. 'log', '-', '+')) do
    if isIn(entry[2][4]) then
      events[#events + 1] = entry[2][4]
    end
  end
end
-- What the ledger is about to get. It must not be lost, so it stays: the ledger is looked at once it came through.
local waiting = 0
for _, entry in ipairs(redis.call('XRANGE', outbox, '-', '+')) do
  local fields = {}
  for field = 1, #entry[2], 2 do
    fields[entry[2][field]] = entry[2][field + 1]
  end
  if fields.s == streamer and isIn(fields.e) then
    waiting = waiting + 1
    events[#events + 1] = fields.e
  end
end
return { profile or '', ranks, events, gone, waiting }
