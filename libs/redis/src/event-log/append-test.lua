-- Appends events that the streamer made to try the overlay: without a lease, past counters and outbox. They get offsets,
-- entries, places in the lists of alerts and a push like all others; the owner sees a head beyond its own and goes on.
-- Comes after log-life.lua, begin-epoch.lua and log-writer.lua.
-- KEYS: base of the streamer. ARGV: run, epoch to begin if one must begin, publish command, how long the run counts as
-- going on without a word, how long its end is remembered, then for each event: id, type, event JSON, '1' for an alert.
local base = KEYS[1]
local run, publish, aliveMs, memoryMs = ARGV[1], ARGV[3], ARGV[4], ARGV[5]
local FIRST, WIDTH = 6, 4

local known = redis.call('HMGET', base .. 'test-run', 'id', 'state', 'total')
if known[1] ~= run or known[2] ~= 'running' then
  return 'ended'
end
-- Else a lost tail could hide behind these events from the owner, who looks at the head.
if mustBegin(base) then
  beginEpoch(base, ARGV[2])
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head')
local epoch, from = meta[1], tonumber(meta[2] or '0')

local head, items, kinds, remembered = from, {}, {}, {}
local seen = seenOf(base, now, idsByKind(FIRST, WIDTH))
for at = FIRST, #ARGV, WIDTH do
  local entry = { id = ARGV[at], type = ARGV[at + 1], json = ARGV[at + 2] }
  local kind = memoryOf(entry.type)
  if not seen[kind][entry.id] then
    seen[kind][entry.id] = true
    head = head + 1
    items[#items + 1] = writeEntry(base, now, { epoch = epoch, offset = head }, entry, ARGV[at + 3] == '1')
    kinds[#kinds + 1] = entry.type .. ':' .. #items[#items]
    remembered[kind] = remembered[kind] or {}
    table.insert(remembered[kind], entry.id)
  end
end
if #items > 0 then
  remember(base, now, remembered)
  redis.call('HSET', base .. 'meta', 'head', head)
  trimLog(base, now)
end
local isDone = redis.call('HINCRBY', base .. 'test-run', 'sent', #items) >= tonumber(known[3])
if isDone then
  redis.call('HSET', base .. 'test-run', 'state', 'done')
end
redis.call('PEXPIRE', base .. 'test-run', isDone and memoryMs or aliveMs)
if #items > 0 then
  push(base, publish, { epoch = epoch, from = from, to = head, parts = '', trace = '' }, kinds, items)
end
return 'appended'
