-- Comes after log-life.lua and begin-epoch.lua. What a new owner must know. Sets up the log where there is none, and a new epoch where Redis itself is another one
-- than the log was written in: it may have come back without its tail.
-- KEYS: base of the streamer. ARGV: owner, epoch to begin if one must begin.
local base = KEYS[1]
local lease = redis.call('GET', base .. 'lease')
if lease ~= ARGV[1] then
  -- An older generation can hold it when the storage lost what it knew: it is taken again, as if nobody did.
  local held = lease and tonumber(string.match(lease, '|(%d+)$')) or 0
  return { held < tonumber(string.match(ARGV[1], '|(%d+)$')) and 'lease-missing' or 'lease-lost' }
end
if mustBegin(base) then
  beginEpoch(base, ARGV[2])
end
-- What the owner had heard, but not yet appended, is gone with it: everything is here up to the last event alone, which
-- may have waited for long before it was appended.
-- Events that the streamer made to try the overlay say nothing of it.
local difference
local heardAt
local looked, before = 0, '+'
for _ = 1, 20 do
  local page = redis.call('XREVRANGE', base .. 'log', before, '-', 'COUNT', 20)
  for _, entry in ipairs(page) do
    local event = cjson.decode(entry[2][4])
    if not event.test and looked < 20 then
      looked = looked + 1
      heardAt = heardAt or event.receivedAt
      local told = event.type == 'chat' or event.type == 'like' or (event.type == 'gift' and event.count > 0)
      if told and event.at ~= event.receivedAt and math.abs(event.receivedAt - event.at) < 86400000 then
        difference = math.min(difference or math.huge, event.receivedAt - event.at)
      end
    end
    before = '(' .. entry[1]
  end
  if looked == 20 or #page < 20 then
    break
  end
end
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head', 'at', 'gap', 'room', 'session')
if meta[3] and heardAt then
  meta[3] = string.format('%.0f', math.min(tonumber(meta[3]), heardAt))
end
meta[7] = difference and string.format('%.0f', difference)
meta[8] = redis.call('GET', base .. 'status')
for index = 1, 8 do
  meta[index] = meta[index] or ''
end
return { 'opened', meta, redis.call('HGETALL', base .. 'streaks') }
