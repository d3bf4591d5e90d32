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
local clock = clockOfCall()
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head', 'bucket.a', 'bucket.e')
local epoch, from = meta[1], tonumber(meta[2] or '0')

local head, pushed, remembered = from, beginPush(), {}
local seen = seenOf(base, clock, idsByKind(FIRST, #ARGV, WIDTH))
for at = FIRST, #ARGV, WIDTH do
  local id, eventType, json = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if not seen[id] then
    seen[id] = true
    head = head + 1
    local offset = string.format('%d', head)
    writeEntry(base, clock, epoch, offset, eventType, json, ARGV[at + 3] == '1')
    addToPush(pushed, offset, eventType, json)
    local kind = memoryOf(eventType)
    remembered[kind] = remembered[kind] or {}
    table.insert(remembered[kind], id)
  end
end
if head > from then
  local changed = remember(base, clock, remembered, { a = meta[3], e = meta[4] })
  redis.call('HSET', base .. 'meta', 'head', head, unpack(changed or {}))
  trimLog(base, clock.now)
end
local isDone = redis.call('HINCRBY', base .. 'test-run', 'sent', head - from) >= tonumber(known[3])
if isDone then
  redis.call('HSET', base .. 'test-run', 'state', 'done')
end
redis.call('PEXPIRE', base .. 'test-run', isDone and memoryMs or aliveMs)
if head > from then
  push(base, publish, pushed, { epoch = epoch, from = from, to = head, parts = '', trace = '' })
end
return 'appended'
