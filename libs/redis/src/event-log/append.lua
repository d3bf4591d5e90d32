-- Appends one batch of one streamer: all of it or nothing, together with everything that is derived from it.
-- KEYS: base of the streamer, outbox of the shard. All other keys are the base and a suffix: same hash tag, same slot.
-- ARGV: owner, epoch, offset, day, publish command, streamer, then for each entry: id, type, event JSON, facts JSON.
local base, outbox = KEYS[1], KEYS[2]
local owner, knownEpoch, knownOffset, day, publish, streamer =
  ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]
local FIRST, WIDTH = 7, 4
local MAX_ENTRIES, MAX_AGE_MS, MAX_ALERTS, MAX_RANKED = 5000, 30 * 60 * 1000, 500, 10000
local STREAK_MEMORY_MS = 2 * 60 * 60 * 1000
local ALERT = { gift = true, follow = true, share = true, subscribe = true }
local LEDGER = { gift = true, follow = true, subscribe = true, ['stream.started'] = true, ['stream.ended'] = true }
local EPHEMERAL = { chat = true, like = true, viewers = true, join = true }
-- Ids of alerts are remembered for 2 to 3 hours, those of ephemeral events for 30 to 45 minutes.
local MEMORY = {
  a = { bucketMs = 60 * 60 * 1000, ttl = 3 * 60 * 60 },
  e = { bucketMs = 15 * 60 * 1000, ttl = 45 * 60 },
}

local lease = redis.call('GET', base .. 'lease')
if not lease then
  return { 'lease-missing' }
elseif lease ~= owner then
  return { 'lease-lost' }
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head', 'room', 'session', 'gap', 'day')
local epoch, head = meta[1], tonumber(meta[2] or '0')
local room, session, gap = meta[3], tonumber(meta[4] or '0'), meta[5]
if epoch ~= knownEpoch or head < knownOffset then
  return { 'log-reset', epoch or '', head }
end

-- 1. What is new. Nothing is written before the whole batch is known to fit.
local seenInBatch, accepted = {}, {}
local function memoryOf(eventType)
  return EPHEMERAL[eventType] and 'e' or 'a'
end
local function bucketKey(kind, back)
  local bucket = math.floor(now / MEMORY[kind].bucketMs) - back
  return base .. 'seen:' .. kind .. (bucket % 4)
end
local function isSeen(id, kind)
  if seenInBatch[id] then
    return true
  end
  for back = 0, 2 do
    if redis.call('SISMEMBER', bucketKey(kind, back), id) == 1 then
      return true
    end
  end
  return false
end
local function isMoot(eventType, facts)
  if eventType == 'stream.started' then
    if room == facts.room then
      return true
    end
    room = facts.room
  elseif eventType == 'stream.ended' then
    if not room then
      return true
    end
    room = false
  elseif eventType == 'source.lost' then
    if gap then
      return true
    end
    gap = string.format('%.0f', facts.from)
  elseif eventType == 'source.restored' then
    if not gap then
      return true
    end
    gap = false
  end
  return false
end

local streakTotals, conflicts = {}, {}
for at = FIRST, #ARGV, WIDTH do
  local id, eventType = ARGV[at], ARGV[at + 1]
  local kind = memoryOf(eventType)
  if not isSeen(id, kind) then
    local facts = ARGV[at + 3] ~= '' and cjson.decode(ARGV[at + 3]) or nil
    if not (facts and isMoot(eventType, facts)) then
      seenInBatch[id] = kind
      accepted[#accepted + 1] = { id = id, type = eventType, json = ARGV[at + 2], facts = facts }
      if facts and facts.streak then
        local total = streakTotals[facts.streak]
        if not total then
          local stored = redis.call('HGET', base .. 'streaks', facts.streak)
          total = stored and tonumber(string.match(stored, '^%d+')) or 0
        end
        if total ~= facts.before then
          conflicts[#conflicts + 1] = facts.streak
          conflicts[#conflicts + 1] = total
        end
        streakTotals[facts.streak] = total + facts.count
      end
    end
  end
end
if #conflicts > 0 then
  table.insert(conflicts, 1, 'streak-conflict')
  return conflicts
end
if #accepted == 0 then
  return { 'appended', epoch, head, 0 }
end

-- 2. Fold the projections, so that each key is written once.
local counts = { s = {}, d = {}, a = {} }
local ranks, who, latest, streaks, remembered = { coins = {}, likes = {} }, {}, {}, {}, {}
local viewers, newSession = nil, false
local function add(metric, amount)
  for _, span in pairs(counts) do
    span[metric] = (span[metric] or 0) + amount
  end
end
local function rank(board, facts, amount)
  if amount > 0 and facts.user then
    ranks[board][facts.user] = (ranks[board][facts.user] or 0) + amount
    who[facts.user] = facts.profile
  end
end
local function fold(entry)
  local eventType, facts = entry.type, entry.facts
  if eventType == 'gift' then
    add('gifts', facts.count)
    add('coins', facts.coins)
    rank('coins', facts, facts.coins)
    if facts.streak then
      local state = facts.closed and '1|' or '0|'
      streaks[facts.streak] = streakTotals[facts.streak] .. '|' .. state .. now .. '|' .. (facts.closed and '' or entry.json)
    end
    if facts.count > 0 then
      latest.gift = entry.json
    end
  elseif eventType == 'like' then
    add('likes', facts.count)
    rank('likes', facts, facts.count)
  elseif eventType == 'follow' or eventType == 'share' or eventType == 'subscribe' then
    add(eventType .. 's', 1)
    latest[eventType] = entry.json
  elseif eventType == 'viewers' then
    viewers = facts
  elseif eventType == 'stream.started' then
    newSession, session = true, session + 1
    counts.s = {}
  end
end

local items, kinds, from = {}, {}, head
for index, entry in ipairs(accepted) do
  head = head + 1
  redis.call('XADD', base .. 'log', 'MAXLEN', '~', MAX_ENTRIES, head .. '-0', 't', entry.type, 'e', entry.json, 'r', now)
  local closesOnly = entry.type == 'gift' and entry.facts.count == 0
  if ALERT[entry.type] and not closesOnly then
    redis.call('XADD', base .. 'alerts', 'MAXLEN', '~', MAX_ALERTS, '*', 'o', head, 'p', epoch, 'e', entry.json, 'r', now)
  end
  if LEDGER[entry.type] and not closesOnly then
    redis.call('XADD', outbox, '*', 's', streamer, 'p', epoch, 'o', head, 'e', entry.json)
  end
  local item = '{"offset":' .. head .. ',"event":' .. entry.json .. '}'
  items[index] = item
  kinds[index] = entry.type .. ':' .. #item
  local kind = seenInBatch[entry.id]
  remembered[kind] = remembered[kind] or {}
  table.insert(remembered[kind], entry.id)
  fold(entry)
end

-- 3. Write what was folded.
for kind, ids in pairs(remembered) do
  local key = bucketKey(kind, 0)
  redis.call('SADD', key, unpack(ids))
  redis.call('EXPIRE', key, MEMORY[kind].ttl)
end
local dirty = {}
if newSession then
  redis.call('DEL', base .. 'rank:s:coins', base .. 'rank:s:likes')
  for _, metric in ipairs({ 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes' }) do
    redis.call('HDEL', base .. 'totals', 's.' .. metric)
  end
  redis.call('HDEL', base .. 'totals', 'v.peak')
  dirty.t, dirty.r = true, true
end
if meta[6] ~= day then
  for _, metric in ipairs({ 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes' }) do
    redis.call('HDEL', base .. 'totals', 'd.' .. metric)
  end
end
for span, metrics in pairs(counts) do
  for metric, amount in pairs(metrics) do
    if amount > 0 then
      redis.call('HINCRBY', base .. 'totals', span .. '.' .. metric, amount)
      dirty.t = true
    end
  end
end
for _, board in ipairs({ 'coins', 'likes' }) do
  for user, amount in pairs(ranks[board]) do
    redis.call('ZINCRBY', base .. 'rank:s:' .. board, amount, user)
    redis.call('ZINCRBY', base .. 'rank:a:' .. board, amount, user)
    dirty.r = true
  end
  if next(ranks[board]) then
    redis.call('ZREMRANGEBYRANK', base .. 'rank:s:' .. board, 0, -MAX_RANKED - 1)
    redis.call('ZREMRANGEBYRANK', base .. 'rank:a:' .. board, 0, -MAX_RANKED - 1)
  end
end
for user, profile in pairs(who) do
  redis.call('HSET', base .. 'who', user, profile)
end
for name, json in pairs(latest) do
  redis.call('HSET', base .. 'latest', name, json)
  dirty.l = true
end
for streak, text in pairs(streaks) do
  redis.call('HSET', base .. 'streaks', streak, text)
  redis.call('ZADD', base .. 'streak-times', now, streak)
end
if next(streaks) then
  local old = redis.call('ZRANGEBYSCORE', base .. 'streak-times', '-inf', now - STREAK_MEMORY_MS, 'LIMIT', 0, 100)
  if #old > 0 then
    redis.call('HDEL', base .. 'streaks', unpack(old))
    redis.call('ZREM', base .. 'streak-times', unpack(old))
  end
end
if viewers then
  redis.call('HSET', base .. 'totals', 'v.current', viewers.current, 'v.cumulative', viewers.cumulative)
  if viewers.current > tonumber(redis.call('HGET', base .. 'totals', 'v.peak') or '0') then
    redis.call('HSET', base .. 'totals', 'v.peak', viewers.current)
  end
  dirty.v = true
end
redis.call('HSET', base .. 'meta', 'head', head, 'session', session, 'day', day, 'at', now)
if room then
  redis.call('HSET', base .. 'meta', 'room', room)
else
  redis.call('HDEL', base .. 'meta', 'room')
end
if gap then
  redis.call('HSET', base .. 'meta', 'gap', gap)
else
  redis.call('HDEL', base .. 'meta', 'gap')
end

-- 4. Old entries go by age too, a few at a time.
local oldest = redis.call('XRANGE', base .. 'log', '-', '+', 'COUNT', 1)[1]
if oldest and tonumber(oldest[2][6]) < now - MAX_AGE_MS then
  for _, entry in ipairs(redis.call('XRANGE', base .. 'log', '-', '+', 'COUNT', 200)) do
    if tonumber(entry[2][6]) >= now - MAX_AGE_MS then
      break
    end
    oldest = entry
  end
  redis.call('XTRIM', base .. 'log', 'MINID', (tonumber(string.match(oldest[1], '^%d+')) + 1) .. '-0')
end

-- 5. Push: a line that readers route by, then the items as pages get them.
local parts = ''
for _, part in ipairs({ 't', 'r', 'l', 'v' }) do
  parts = parts .. (dirty[part] and part or '')
end
local line = 'E ' .. epoch .. ' ' .. from .. ' ' .. head .. ' ' .. (parts == '' and '-' or parts) .. ' '
redis.call(publish, base .. 'push', line .. table.concat(kinds, ',') .. '\n' .. table.concat(items))
return { 'appended', epoch, head, #accepted }
