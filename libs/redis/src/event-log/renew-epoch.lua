-- Begins a new epoch, unless the log is another one by now than the one the writer lost: then that one goes on.
-- What the living owner knows fills in what is gone; what the storage still has stands.
-- KEYS: base of the streamer. ARGV: owner, lost epoch, lost offset, new epoch, room or '', session, gap or '',
-- then pairs of streak and total.
local base = KEYS[1]
local lease = redis.call('GET', base .. 'lease')
if lease ~= ARGV[1] then
  -- An older generation can hold it when the storage lost what it knew: it is taken again, as if nobody did.
  local held = lease and tonumber(string.match(lease, '|(%d+)$')) or 0
  return { held < tonumber(string.match(ARGV[1], '|(%d+)$')) and 'lease-missing' or 'lease-lost' }
end
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head')
local epoch, head = meta[1], tonumber(meta[2] or '0')
if not epoch or (epoch == ARGV[2] and head < tonumber(ARGV[3])) then
  epoch, head = ARGV[4], 0
  beginEpoch(base, epoch)
end
if ARGV[5] ~= '' then
  redis.call('HSETNX', base .. 'meta', 'room', ARGV[5])
end
if ARGV[7] ~= '' then
  redis.call('HSETNX', base .. 'meta', 'gap', ARGV[7])
end
redis.call('HSETNX', base .. 'meta', 'session', ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for at = 8, #ARGV, 2 do
  if redis.call('HSETNX', base .. 'streaks', ARGV[at], ARGV[at + 1] .. '|0|' .. now .. '|') == 1 then
    redis.call('ZADD', base .. 'streak-times', now, ARGV[at])
  end
end
return { 'appended', epoch, head, 0 }
