-- Writes what a batch says and what was folded of it. Comes after append-fold.lua.
local MAX_RANKED = 10000
local STREAK_MEMORY_MS = 2 * 60 * 60 * 1000
local METRICS = { 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes' }
-- A gap is kept when it is over: then it is known from when to when.
local LEDGER = {
  ['gift'] = true,
  ['follow'] = true,
  ['subscribe'] = true,
  ['stream.started'] = true,
  ['stream.ended'] = true,
  ['source.restored'] = true,
}

-- Log, lists of alerts and outbox. Gives the items that pages get.
local function writeEntries(batch)
  local base, epoch, clock, head, pushed = batch.base, batch.epoch, batch.clock, batch.head, beginPush()
  for _, at in ipairs(batch.accepted) do
    local eventType, json, facts = ARGV[at + 1], ARGV[at + 2], batch.facts and batch.facts[at]
    head = head + 1
    local offset = string.format('%d', head)
    local closesOnly = eventType == 'gift' and facts.count == 0
    writeEntry(base, clock, epoch, offset, eventType, json, ALERT[eventType] and not closesOnly)
    local inBase = isInBase(batch, ARGV[at], eventType, facts)
    if LEDGER[eventType] and not closesOnly and not inBase then
      redis.call('XADD', batch.outbox, '*', 's', batch.streamer, 'p', epoch, 'o', offset, 'e', json)
    end
    addToPush(pushed, offset, eventType, json)
    fold(batch, at, inBase)
  end
  batch.head = head
  return pushed
end

local function forgetTotals(base, span)
  for _, metric in ipairs(METRICS) do
    redis.call('HDEL', base .. 'totals', span .. '.' .. metric)
  end
end

local function writeTotals(batch, folded, dirty)
  local base = batch.base
  if folded.startedBy then
    redis.call('DEL', base .. 'rank:s:coins', base .. 'rank:s:likes', base .. 'base:s:coins', base .. 'base:s:likes')
    forgetTotals(base, 's')
    for _, metric in ipairs(METRICS) do
      redis.call('HDEL', base .. 'base', 's.' .. metric)
    end
    redis.call('HSET', base .. 'meta', 'started', folded.startedBy, 'reconnects', batch.reconnects)
    redis.call('HDEL', base .. 'totals', 'v.peak')
    dirty.t, dirty.r = true, true
  end
  for span, metrics in pairs(folded.counts) do
    for metric, amount in pairs(metrics) do
      if amount > 0 then
        redis.call('HINCRBY', base .. 'totals', span .. '.' .. metric, amount)
        dirty.t = true
      end
    end
  end
end

-- Whoever falls off the all-time board, and stands on no other, is forgotten by name too.
local function forgetLowest(base, board, who)
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

local function writeRanks(base, folded, dirty)
  for board, amounts in pairs(folded.ranks) do
    for user, amount in pairs(amounts) do
      redis.call('ZINCRBY', base .. 'rank:s:' .. board, amount, user)
      redis.call('ZINCRBY', base .. 'rank:a:' .. board, amount, user)
      dirty.r = true
    end
    if next(amounts) then
      redis.call('ZREMRANGEBYRANK', base .. 'rank:s:' .. board, 0, -MAX_RANKED - 1)
      forgetLowest(base, board, folded.who)
    end
  end
  for user, profile in pairs(folded.who) do
    redis.call('HSET', base .. 'who', user, profile)
  end
end

local function writeStreaks(base, streaks, now)
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
end

local function writeViewers(base, folded, dirty)
  local viewers, totals = folded.viewers, base .. 'totals'
  if not viewers then
    return
  end
  redis.call('HSET', totals, 'v.current', viewers.current, 'v.cumulative', viewers.cumulative)
  local peak = math.max(folded.peak, viewers.current)
  if peak > tonumber(redis.call('HGET', totals, 'v.peak') or '0') then
    redis.call('HSET', totals, 'v.peak', peak)
  end
  dirty.v = true
end

local function writeFold(batch, folded, dirty)
  local base = batch.base
  writeTotals(batch, folded, dirty)
  writeRanks(base, folded, dirty)
  for name, json in pairs(folded.latest) do
    redis.call('HSET', base .. 'latest', name, json)
    dirty.l = true
  end
  writeStreaks(base, folded.streaks, batch.clock.now)
  writeViewers(base, folded, dirty)
end

local function keep(meta, field, value, stored)
  if value == stored then
    return
  elseif value then
    redis.call('HSET', meta, field, value)
  else
    redis.call('HDEL', meta, field)
  end
end

-- `changed`: more fields to be set, and their values.
local function writeMeta(batch, stored, changed)
  local meta, head = batch.base .. 'meta', string.format('%d', batch.head)
  if changed then
    redis.call('HSET', meta, 'head', head, 'at', batch.clock.text, unpack(changed))
  else
    redis.call('HSET', meta, 'head', head, 'at', batch.clock.text)
  end
  keep(meta, 'session', batch.session, tonumber(stored[4]))
  keep(meta, 'room', batch.room, stored[3])
  keep(meta, 'gap', batch.gap, stored[5])
  keep(meta, 'day', batch.day, stored[6])
  if batch.reconnects > 0 and not (batch.folded and batch.folded.startedBy) then
    redis.call('HINCRBY', meta, 'reconnects', batch.reconnects)
  end
end

-- All of an accepted batch, and the push. `stored`: the fields of META as they were. Gives the answer of the script.
local function write(batch, stored, publish)
  local base, clock, from = batch.base, batch.clock, batch.head
  local pushed = writeEntries(batch)
  local changed = remember(base, clock, batch.ids, { a = stored[9], e = stored[10] })
  if stored[6] ~= batch.day then
    forgetTotals(base, 'd')
  end
  local parts = ''
  if batch.folded then
    local dirty = {}
    writeFold(batch, batch.folded, dirty)
    parts = (dirty.t and 't' or '') .. (dirty.r and 'r' or '') .. (dirty.l and 'l' or '') .. (dirty.v and 'v' or '')
  end
  writeMeta(batch, stored, changed)
  -- Once a second, and with the first entries of an epoch.
  if from == 0 or math.floor(clock.now / 1000) ~= math.floor((tonumber(stored[8]) or 0) / 1000) then
    trimLog(base, clock.now)
  end
  local covers = { epoch = batch.epoch, from = from, to = batch.head, parts = parts, trace = batch.trace }
  push(base, publish, pushed, covers)
  return { 'appended', batch.epoch, batch.head, #batch.accepted }
end
