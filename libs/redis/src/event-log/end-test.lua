-- Ends the run of test events that goes on. KEYS: base of the streamer.
-- ARGV: state, run or '' for any, how long its end is remembered.
local base = KEYS[1]
local known = redis.call('HMGET', base .. 'test-run', 'id', 'state')
if known[2] == 'running' and (ARGV[2] == '' or ARGV[2] == known[1]) then
  redis.call('HSET', base .. 'test-run', 'state', ARGV[1])
  redis.call('PEXPIRE', base .. 'test-run', ARGV[3])
end
return 'OK'
