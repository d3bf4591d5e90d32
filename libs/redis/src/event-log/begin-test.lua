-- Begins a run of test events, unless another one goes on or there were too many.
-- KEYS: base of the streamer. ARGV: id, kind, how many events, how many are allowed in a window, the window, how long the
-- run counts as going on without a word.
local base = KEYS[1]
local total, allowed = tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('HGET', base .. 'test-run', 'state') == 'running' then
  return 'busy'
end
local used = tonumber(redis.call('GET', base .. 'test-rate') or '0')
-- A large run is let through when nothing was sent before it.
if used > 0 and used + total > allowed then
  return 'too-many'
end
redis.call('INCRBY', base .. 'test-rate', total)
if used == 0 then
  redis.call('PEXPIRE', base .. 'test-rate', ARGV[5])
end
redis.call('DEL', base .. 'test-run')
redis.call('HSET', base .. 'test-run', 'id', ARGV[1], 'kind', ARGV[2], 'sent', 0, 'total', total, 'state', 'running')
redis.call('PEXPIRE', base .. 'test-run', ARGV[6])
return 'begun'
