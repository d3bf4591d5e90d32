-- What of a batch is new, and whether all of it fits: nothing is written before that is known.
-- Comes after log-writer.lua. A batch is a table; an entry is the place of its id among the arguments: type, event JSON and
-- facts JSON follow.
local WIDTH = 4
local META = { 'epoch', 'head', 'room', 'session', 'gap', 'day', 'counted', 'at', 'bucket.a', 'bucket.e' }
local MAX_AMOUNT = 1e15
local AMOUNTS = { 'count', 'coins', 'before', 'current', 'cumulative' }

-- Nil, or why this owner may not write: an answer of the script.
local function refusalOf(base, owner)
  local lease = redis.call('GET', base .. 'lease')
  if lease == owner then
    return nil
  end
  -- An older generation can hold it when the storage lost what it knew: it is taken again, as if nobody did.
  local held = lease and tonumber(string.match(lease, '|(%d+)$')) or 0
  return { held < tonumber(string.match(owner, '|(%d+)$')) and 'lease-missing' or 'lease-lost' }
end

-- Whether it says what is so already. Else it is so from now on.
local function isMoot(batch, eventType, facts)
  if eventType == 'stream.started' then
    if batch.room == facts.room then
      return true
    end
    batch.room, batch.reconnects = facts.room, 0
  elseif eventType == 'stream.ended' then
    if not batch.room then
      return true
    end
    batch.room = false
  elseif eventType == 'source.lost' then
    if batch.gap then
      return true
    end
    batch.gap = string.format('%.0f', facts.from)
  elseif eventType == 'source.restored' then
    if not batch.gap then
      return true
    end
    batch.gap, batch.reconnects = false, batch.reconnects + 1
  end
  return false
end

-- A script that fails half way is not rolled back: whatever a later command could refuse is refused here.
local function isAmount(value)
  return value == nil or (type(value) == 'number' and value >= 0 and value <= MAX_AMOUNT and value == math.floor(value))
end
local function impossibleAmount(id, facts)
  for _, amount in ipairs(AMOUNTS) do
    if not isAmount(facts[amount]) then
      return redis.error_reply('ERR the event ' .. id .. ' has an impossible ' .. amount)
    end
  end
end

-- Totals of streaks as they are after this batch, and those that its owner took for something else.
local function addToStreak(batch, streaks, facts)
  local total = streaks.totals[facts.streak]
  if not total then
    local stored = redis.call('HGET', batch.base .. 'streaks', facts.streak)
    total = stored and tonumber(string.match(stored, '^%d+')) or 0
    streaks.stored[facts.streak] = total
  end
  if total ~= facts.before then
    streaks.conflicts[facts.streak] = streaks.stored[facts.streak]
  end
  streaks.totals[facts.streak] = total + facts.count
end

local function conflictsOf(streaks)
  if not streaks or not next(streaks.conflicts) then
    return nil
  end
  local reply = { 'streak-conflict' }
  for streak, total in pairs(streaks.conflicts) do
    reply[#reply + 1] = streak
    reply[#reply + 1] = total
  end
  return reply
end

-- Reads the facts of an entry that has any. Gives whether it is to be written, or the answer when it never can be.
local function acceptFacts(batch, at)
  local facts = cjson.decode(ARGV[at + 3])
  local impossible = impossibleAmount(ARGV[at], facts)
  if impossible then
    return false, impossible
  elseif isMoot(batch, ARGV[at + 1], facts) then
    return false
  end
  batch.facts = batch.facts or {}
  batch.facts[at] = facts
  if facts.streak then
    batch.streaks = batch.streaks or { totals = {}, stored = {}, conflicts = {} }
    addToStreak(batch, batch.streaks, facts)
  end
  return true
end

-- Fills `accepted`, and `ids` with what is to be remembered. Nil, or the answer when the batch cannot be taken as it is.
local function accept(batch, first, last)
  local asked = idsByKind(first, last, WIDTH)
  local seen = seenOf(batch.base, batch.clock, asked)
  local accepted = {}
  for at = first, last, WIDTH do
    local id = ARGV[at]
    if not seen[id] then
      local isNew, impossible = true, nil
      if ARGV[at + 3] ~= '' then
        isNew, impossible = acceptFacts(batch, at)
      end
      if impossible then
        return impossible
      elseif isNew then
        seen[id] = true
        accepted[#accepted + 1] = at
      end
    end
  end
  batch.accepted = accepted
  if #accepted * WIDTH == last - first + 1 then
    batch.ids = asked
  else
    batch.ids = {}
    for _, at in ipairs(accepted) do
      local kind = memoryOf(ARGV[at + 1])
      batch.ids[kind] = batch.ids[kind] or {}
      table.insert(batch.ids[kind], ARGV[at])
    end
  end
  return conflictsOf(batch.streaks)
end
