-- Appends one batch of one streamer: all of it or nothing, together with everything that is derived from it.
-- Comes after log-writer.lua.
-- KEYS: base of the streamer, outbox of the shard. All other keys are the base and a suffix: same hash tag, same slot.
-- ARGV: owner, epoch, offset, day, publish command, streamer, trace, then for each entry: id, type, event JSON, facts
-- JSON.
local base, outbox = KEYS[1], KEYS[2]
local owner, knownEpoch, knownOffset, day, publish, streamer, trace =
  ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local FIRST, WIDTH = 8, 4
local MAX_RANKED = 10000
local STREAK_MEMORY_MS = 2 * 60 * 60 * 1000
-- A gap is kept when it is over: then it is known from when to when.
local LEDGER = {
  ['gift'] = true,
  ['follow'] = true,
  ['subscribe'] = true,
  ['stream.started'] = true,
  ['stream.ended'] = true,
  ['source.restored'] = true,
}

local lease = redis.call('GET', base .. 'lease')
if lease ~= owner then
  -- An older generation can hold it when the storage lost what it knew: it is taken again, as if nobody did.
  local held = lease and tonumber(string.match(lease, '|(%d+)$')) or 0
  return { held < tonumber(string.match(owner, '|(%d+)$')) and 'lease-missing' or 'lease-lost' }
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head', 'room', 'session', 'gap', 'day', 'counted', 'at')
local epoch, head = meta[1], tonumber(meta[2] or '0')
local room, session, gap = meta[3], tonumber(meta[4] or '0'), meta[5]
local storedRoom, storedGap = room, gap
if epoch ~= knownEpoch or head < knownOffset then
  return { 'log-reset', epoch or '', head }
end

-- 1. What is new. Nothing is written before the whole batch is known to fit.
local seenInBatch, accepted = {}, {}
local seen = seenOf(base, now, idsByKind(FIRST, WIDTH))
local function isSeen(id, kind)
  return seenInBatch[id] or seen[kind][id]
end
local reconnects = 0
local function isMoot(eventType, facts)
  if eventType == 'stream.started' then
    if room == facts.room then
      return true
    end
    room, reconnects = facts.room, 0
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
    gap, reconnects = false, reconnects + 1
  end
  return false
end

local MAX_AMOUNT = 1e15
-- A script that fails half way is not rolled back: whatever a later command could refuse is refused here.
local function isAmount(value)
  return value == nil or (type(value) == 'number' and value >= 0 and value <= MAX_AMOUNT and value == math.floor(value))
end
local function check(id, facts)
  for _, amount in ipairs({ 'count', 'coins', 'before', 'current', 'cumulative' }) do
    if not isAmount(facts[amount]) then
      return redis.error_reply('ERR the event ' .. id .. ' has an impossible ' .. amount)
    end
  end
end

local streakTotals, storedTotals, conflicts = {}, {}, {}
for at = FIRST, #ARGV, WIDTH do
  local id, eventType = ARGV[at], ARGV[at + 1]
  local kind = memoryOf(eventType)
  if not isSeen(id, kind) then
    local facts = ARGV[at + 3] ~= '' and cjson.decode(ARGV[at + 3]) or nil
    local impossible = facts and check(id, facts)
    if impossible then
      return impossible
    end
    if not (facts and isMoot(eventType, facts)) then
      seenInBatch[id] = kind
      accepted[#accepted + 1] = { id = id, type = eventType, json = ARGV[at + 2], facts = facts }
      if facts and facts.streak then
        local total = streakTotals[facts.streak]
        if not total then
          local stored = redis.call('HGET', base .. 'streaks', facts.streak)
          total = stored and tonumber(string.match(stored, '^%d+')) or 0
          storedTotals[facts.streak] = total
        end
        if total ~= facts.before then
          conflicts[facts.streak] = storedTotals[facts.streak]
        end
        streakTotals[facts.streak] = total + facts.count
      end
    end
  end
end
if next(conflicts) then
  local reply = { 'streak-conflict' }
  for streak, total in pairs(conflicts) do
    reply[#reply + 1] = streak
    reply[#reply + 1] = total
  end
  return reply
end
if #accepted == 0 then
  return { 'appended', epoch, head, 0 }
end

-- 2. Fold the projections, so that each key is written once.
local counts = { s = {}, d = {}, a = {} }
local ranks, who, latest, streaks, remembered = { coins = {}, likes = {} }, {}, {}, {}, {}
local viewers, peak, newSession = nil, 0, false
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
-- What the base of this epoch holds already: an event of an older epoch that is appended again. Ids are looked up for a
-- while after a new epoch alone; an event that comes before the base is noted, so that the base leaves it out.
local guarded = meta[7] and tonumber(meta[7]) > now
local function isInBase(entry)
  local again = entry.facts and entry.facts.again
  if entry.type == 'like' or entry.type == 'share' then
    return again
  elseif entry.type ~= 'gift' and entry.type ~= 'follow' and entry.type ~= 'subscribe' then
    return false
  end
  if guarded and redis.call('SISMEMBER', base .. 'counted', entry.id) == 1 then
    return true
  end
  if again then
    redis.call('SADD', base .. 'again', entry.id)
    redis.call('EXPIRE', base .. 'again', MEMORY.a.ttl)
  end
  return false
end
local startedBy
local function fold(entry)
  local eventType, facts = entry.type, entry.facts
  if eventType == 'gift' then
    if not entry.inBase then
      add('gifts', facts.count)
      add('coins', facts.coins)
      rank('coins', facts, facts.coins)
    end
    if facts.streak then
      local state = facts.closed and '1|' or '0|'
      streaks[facts.streak] = streakTotals[facts.streak] .. '|' .. state .. now .. '|' .. (facts.closed and '' or entry.json)
    end
    if facts.count > 0 then
      latest.gift = entry.json
    end
  elseif eventType == 'like' then
    if not entry.inBase then
      add('likes', facts.count)
      rank('likes', facts, facts.count)
    end
  elseif eventType == 'follow' or eventType == 'share' or eventType == 'subscribe' then
    if not entry.inBase then
      add(eventType .. 's', 1)
    end
    latest[eventType] = entry.json
  elseif eventType == 'viewers' then
    viewers, peak = facts, math.max(peak, facts.current)
  elseif eventType == 'stream.started' then
    newSession, session, startedBy, peak = true, session + 1, entry.id, 0
    counts.s = {}
  end
end

local items, kinds, from = {}, {}, head
for index, entry in ipairs(accepted) do
  head = head + 1
  local closesOnly = entry.type == 'gift' and entry.facts.count == 0
  items[index] = writeEntry(base, now, { epoch = epoch, offset = head }, entry, ALERT[entry.type] and not closesOnly)
  entry.inBase = isInBase(entry)
  if LEDGER[entry.type] and not closesOnly and not entry.inBase then
    redis.call('XADD', outbox, '*', 's', streamer, 'p', epoch, 'o', head, 'e', entry.json)
  end
  kinds[index] = entry.type .. ':' .. #items[index]
  local kind = seenInBatch[entry.id]
  remembered[kind] = remembered[kind] or {}
  table.insert(remembered[kind], entry.id)
  fold(entry)
end

-- 3. Write what was folded.
remember(base, now, remembered)
local dirty = {}
if newSession then
  redis.call('DEL', base .. 'rank:s:coins', base .. 'rank:s:likes', base .. 'base:s:coins', base .. 'base:s:likes')
  for _, metric in ipairs({ 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes' }) do
    redis.call('HDEL', base .. 'totals', 's.' .. metric)
    redis.call('HDEL', base .. 'base', 's.' .. metric)
  end
  redis.call('HSET', base .. 'meta', 'started', startedBy, 'reconnects', reconnects)
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
-- Whoever falls off the all-time board, and stands on no other, is forgotten by name too.
local function forgetLowest(board)
  local over = redis.call('ZCARD', base .. 'rank:a:' .. board) - MAX_RANKED
  if over <= 0 then
    return
  end
  local lowest = redis.call('ZRANGE', base .. 'rank:a:' .. board, 0, math.min(over, 500) - 1)
  redis.call('ZREM', base .. 'rank:a:' .. board, unpack(lowest))
  for _, user in ipairs(lowest) do
    local ranked = who[user]
    for _, other in ipairs({ 'a:coins', 'a:likes', 's:coins', 's:likes' }) do
      ranked = ranked or redis.call('ZSCORE', base .. 'rank:' .. other, user)
    end
    if not ranked then
      redis.call('HDEL', base .. 'who', user)
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
    forgetLowest(board)
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
  peak = math.max(peak, viewers.current)
  if peak > tonumber(redis.call('HGET', base .. 'totals', 'v.peak') or '0') then
    redis.call('HSET', base .. 'totals', 'v.peak', peak)
  end
  dirty.v = true
end
redis.call('HSET', base .. 'meta', 'head', head, 'session', session, 'day', day, 'at', now)
if not newSession and reconnects > 0 then
  redis.call('HINCRBY', base .. 'meta', 'reconnects', reconnects)
end
local function keep(field, value, stored)
  if value == stored then
    return
  elseif value then
    redis.call('HSET', base .. 'meta', field, value)
  else
    redis.call('HDEL', base .. 'meta', field)
  end
end
keep('room', room, storedRoom)
keep('gap', gap, storedGap)

-- 4. Once a second, and with the first entries of an epoch.
if from == 0 or math.floor(now / 1000) ~= math.floor((tonumber(meta[8]) or 0) / 1000) then
  trimLog(base, now)
end

-- 5. Push: a line that readers route by, then the items as pages get them.
local parts = ''
for _, part in ipairs({ 't', 'r', 'l', 'v' }) do
  parts = parts .. (dirty[part] and part or '')
end
push(base, publish, { epoch = epoch, from = from, to = head, parts = parts, trace = trace }, kinds, items)
return { 'appended', epoch, head, #accepted }
