-- Begins a new epoch, unless the log is another one by now than the one the writer lost.
-- KEYS: base of the streamer. ARGV: owner, lost epoch, lost offset, new epoch.
local base = KEYS[1]
local lease = redis.call('GET', base .. 'lease')
if not lease then
  return { 'lease-missing' }
elseif lease ~= ARGV[1] then
  return { 'lease-lost' }
end
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'head')
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if not meta[1] or (meta[1] == ARGV[2] and tonumber(meta[2] or '0') < tonumber(ARGV[3])) then
  redis.call('DEL', base .. 'log')
  redis.call('HSET', base .. 'meta', 'epoch', ARGV[4], 'head', 0, 'run', run)
  return { 'appended', ARGV[4], 0, 0 }
end
return { 'appended', meta[1], tonumber(meta[2] or '0'), 0 }
