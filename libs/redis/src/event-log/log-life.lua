-- Whether the log has to begin anew: there is none, or it was written in another life of the storage, which may have
-- lost its tail. Entries above the head were written by a script that was cut off: nothing else of that batch is there.
local function mustBegin(base)
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  local known = redis.call('HMGET', base .. 'meta', 'epoch', 'run', 'head')
  local newest = redis.call('XREVRANGE', base .. 'log', '+', '-', 'COUNT', 1)[1]
  local tail = newest and tonumber(string.match(newest[1], '^%d+')) or 0
  return not known[1] or known[2] ~= run or tail > tonumber(known[3] or '0')
end
