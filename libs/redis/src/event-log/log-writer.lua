-- What every append does to the log itself: entries, lists of alerts, the memory of ids, trimming, the push.
-- Tables and numbers that become text are what a script spends its time with: neither is made where one will do.
local MAX_ENTRIES, MAX_AGE_MS, MAX_ALERTS = '5000', 30 * 60 * 1000, '500'
local ALERT = { gift = true, follow = true, share = true, subscribe = true }
local EPHEMERAL = { chat = true, like = true, viewers = true, join = true }
-- Ids of alerts are remembered for 2 to 3 hours, those of ephemeral events for 30 to 45 minutes.
local MEMORY = {
  a = { bucketMs = 60 * 60 * 1000, ttl = 3 * 60 * 60 },
  e = { bucketMs = 15 * 60 * 1000, ttl = 45 * 60 },
}

-- The moment of a call, for all that it does: `now` in ms, also as text; for each kind of memory `buckets`, the keys of ids
-- that are remembered, the newest first, and `current`, the number of that one as text.
local function clockOfCall()
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local clock = { now = now, text = string.format('%d', now), buckets = {}, current = {} }
  for kind, memory in pairs(MEMORY) do
    local bucket = math.floor(now / memory.bucketMs)
    local name = 'seen:' .. kind
    clock.current[kind] = string.format('%d', bucket)
    clock.buckets[kind] = { name .. bucket % 4, name .. (bucket - 1) % 4, name .. (bucket - 2) % 4 }
  end
  return clock
end

local function memoryOf(eventType)
  return EPHEMERAL[eventType] and 'e' or 'a'
end

-- The ids of entries by kind of memory. Entries begin at these arguments: their id, then their type.
local function idsByKind(first, last, width)
  local byKind = {}
  for at = first, last, width do
    local kind = memoryOf(ARGV[at + 1])
    local ids = byKind[kind]
    if ids then
      ids[#ids + 1] = ARGV[at]
    else
      byKind[kind] = { ARGV[at] }
    end
  end
  return byKind
end

-- Which of these ids were seen: one look into each bucket.
local function seenOf(base, clock, byKind)
  local seen = {}
  for kind, ids in pairs(byKind) do
    for _, bucket in ipairs(clock.buckets[kind]) do
      for index, hit in ipairs(redis.call('SMISMEMBER', base .. bucket, unpack(ids))) do
        if hit == 1 then
          seen[ids[index]] = true
        end
      end
    end
  end
  return seen
end

-- `written`: by kind, the number of the bucket into which ids went last, as `meta` has it. Gives the fields of `meta` that
-- are to be set because it is another one now, and their values; nil when none is.
local function remember(base, clock, byKind, written)
  local changed
  for kind, ids in pairs(byKind) do
    local key = base .. clock.buckets[kind][1]
    redis.call('SADD', key, unpack(ids))
    -- The time runs from a bucket's first id: it is long enough for its last.
    if written[kind] ~= clock.current[kind] then
      redis.call('EXPIRE', key, MEMORY[kind].ttl)
      changed = changed or {}
      changed[#changed + 1], changed[#changed + 2] = 'bucket.' .. kind, clock.current[kind]
    end
  end
  return changed
end

-- `offset`: text.
local function writeEntry(base, clock, epoch, offset, eventType, json, isAlert)
  local received = clock.text
  local log = base .. 'log'
  redis.call('XADD', log, 'MAXLEN', '~', MAX_ENTRIES, offset .. '-0', 't', eventType, 'e', json, 'r', received)
  if isAlert then
    local list = base .. 'alerts:' .. eventType
    redis.call('XADD', list, 'MAXLEN', '~', MAX_ALERTS, '*', 'o', offset, 'p', epoch, 'e', json, 'r', received)
  end
end

-- Old entries go by age, a few at a time, and a log that nobody writes to any more goes as a whole, at the earliest when
-- its last entry is that old; its head stays known. To be called once a second while entries come.
local function trimLog(base, now)
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
  redis.call('PEXPIRE', base .. 'log', MAX_AGE_MS + 1000)
end

-- What pages get of an entry, in pieces, and how long that is in bytes.
local OPEN, MIDDLE, CLOSE = '{"offset":', ',"event":', '}'
local AROUND = #OPEN + #MIDDLE + #CLOSE
local function beginPush()
  -- The line comes first, and is known last.
  return { kinds = {}, '' }
end
local function addToPush(pushed, offset, eventType, json)
  local length = #pushed
  pushed[length + 1], pushed[length + 2], pushed[length + 3] = OPEN, offset, MIDDLE
  pushed[length + 4], pushed[length + 5] = json, CLOSE
  pushed.kinds[#pushed.kinds + 1] = string.format('%s:%d', eventType, AROUND + #offset + #json)
end

-- A line that readers route by, then the items as pages get them. What a recorded batch belongs to ends the line: readers
-- of earlier versions pass over what comes after the kinds.
local function push(base, publish, pushed, covers)
  local parts = covers.parts == '' and '-' or covers.parts
  local trace = covers.trace == '' and '' or (' ' .. covers.trace)
  local kinds = table.concat(pushed.kinds, ',')
  pushed[1] = string.format('E %s %d %d %s %s%s\n', covers.epoch, covers.from, covers.to, parts, kinds, trace)
  redis.call(publish, base .. 'push', table.concat(pushed))
end
