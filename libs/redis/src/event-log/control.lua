-- One command for the queue of a widget instance: counted, kept, marked and pushed at once.
-- KEYS: base of the streamer. ARGV: widget id, the same as JSON, action, event id or '', rest of the message as JSON
-- members (with a leading comma) or '', alert types of the widget joined by commas, how long marks live in seconds,
-- publish command.
local base = KEYS[1]
local widget, widgetJson, action, eventId, rest = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local types, memory, publish = ARGV[6], tonumber(ARGV[7]), ARGV[8]
local CHANGES = {
  pause = { 'paused', '1' },
  resume = { 'paused', '0' },
  mute = { 'muted', '1' },
  unmute = { 'muted', '0' },
}

local state = base .. 'control:' .. widget
local started, shown, skipped =
  base .. 'started:' .. widget, base .. 'shown:' .. widget, base .. 'skipped:' .. widget
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- From the clock, so that it goes on rising after the storage was wiped.
local seq = string.format('%.0f', math.max(tonumber(redis.call('HGET', state, 'seq') or '0') + 1, now))

local function skip(id)
  redis.call('ZADD', skipped, 'NX', now, id)
end
if action == 'skip' and eventId ~= '' and not redis.call('ZSCORE', shown, eventId) then
  skip(eventId)
elseif action == 'clear' then
  for kind in string.gmatch(types, '[^,]+') do
    for _, entry in ipairs(redis.call('XRANGE', base .. 'alerts:' .. kind, '-', '+')) do
      for field = 1, #entry[2], 2 do
        local event = entry[2][field] == 'e' and cjson.decode(entry[2][field + 1])
        if event and not redis.call('ZSCORE', started, event.id) then
          skip(event.id)
        end
      end
    end
  end
end
redis.call('ZREMRANGEBYSCORE', skipped, '-inf', now - memory * 1000)
redis.call('EXPIRE', skipped, memory)

-- For whoever forgets the streamer: ids of saved instances are known to nobody by then.
redis.call('SADD', base .. 'controlled', widget)
redis.call('HSET', state, 'seq', seq, unpack(CHANGES[action] or {}))
local message = '{"seq":' .. seq .. ',"action":"' .. action .. '"' .. rest .. '}'
redis.call(publish, base .. 'push', 'C {"widgetId":' .. widgetJson .. ',"message":' .. message .. '}')
return redis.call('HMGET', state, 'paused', 'muted', 'seq')
