-- What every append does to the log itself: entries, lists of alerts, the memory of ids, trimming, the push.
local MAX_ENTRIES, MAX_AGE_MS, MAX_ALERTS = 5000, 30 * 60 * 1000, 500
local ALERT = { gift = true, follow = true, share = true, subscribe = true }
local EPHEMERAL = { chat = true, like = true, viewers = true, join = true }
-- Ids of alerts are remembered for 2 to 3 hours, those of ephemeral events for 30 to 45 minutes.
local MEMORY = {
  a = { bucketMs = 60 * 60 * 1000, ttl = 3 * 60 * 60 },
  e = { bucketMs = 15 * 60 * 1000, ttl = 45 * 60 },
}

local function memoryOf(eventType)
  return EPHEMERAL[eventType] and 'e' or 'a'
end

local function bucketKey(base, now, kind, back)
  local bucket = math.floor(now / MEMORY[kind].bucketMs) - back
  return base .. 'seen:' .. kind .. (bucket % 4)
end

-- Which ids of a batch were seen, by kind: one look into each bucket. `asked`: lists of ids by kind.
local function seenOf(base, now, asked)
  local seen = {}
  for kind, ids in pairs(asked) do
    seen[kind] = {}
    for back = 0, 2 do
      for index, hit in ipairs(redis.call('SMISMEMBER', bucketKey(base, now, kind, back), unpack(ids))) do
        if hit == 1 then
          seen[kind][ids[index]] = true
        end
      end
    end
  end
  return seen
end

-- The ids of a batch by kind; `first`: where its first entry begins, `width`: how many arguments each has.
local function idsByKind(first, width)
  local ids = {}
  for at = first, #ARGV, width do
    local kind = memoryOf(ARGV[at + 1])
    ids[kind] = ids[kind] or {}
    table.insert(ids[kind], ARGV[at])
  end
  return ids
end

-- `remembered`: lists of ids by kind.
local function remember(base, now, remembered)
  for kind, ids in pairs(remembered) do
    local key = bucketKey(base, now, kind, 0)
    -- The time runs from a bucket's first id: it is long enough for its last.
    if redis.call('SADD', key, unpack(ids)) == redis.call('SCARD', key) then
      redis.call('EXPIRE', key, MEMORY[kind].ttl)
    end
  end
end

-- Writes an entry of `type` and `json` at its position, and answers with the item that pages get.
local function writeEntry(base, now, position, entry, isAlert)
  local offset = position.offset
  local fields = { 't', entry.type, 'e', entry.json, 'r', now }
  redis.call('XADD', base .. 'log', 'MAXLEN', '~', MAX_ENTRIES, offset .. '-0', unpack(fields))
  if isAlert then
    local list = base .. 'alerts:' .. entry.type
    local alert = { 'o', offset, 'p', position.epoch, 'e', entry.json, 'r', now }
    redis.call('XADD', list, 'MAXLEN', '~', MAX_ALERTS, '*', unpack(alert))
  end
  return '{"offset":' .. offset .. ',"event":' .. entry.json .. '}'
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

-- A line that readers route by, then the items as pages get them. What a recorded batch belongs to ends the line: readers
-- of earlier versions pass over what comes after the kinds.
local function push(base, publish, covers, kinds, items)
  local parts = covers.parts == '' and '-' or covers.parts
  local line = 'E ' .. covers.epoch .. ' ' .. covers.from .. ' ' .. covers.to .. ' ' .. parts .. ' '
  local trace = covers.trace == '' and '' or (' ' .. covers.trace)
  redis.call(publish, base .. 'push', line .. table.concat(kinds, ',') .. trace .. '\n' .. table.concat(items))
end
