-- Begins an epoch. What was counted before stays visible as its base, until the ledger says what it really was.
local function beginEpoch(base, epoch)
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  local time = redis.call('TIME')
  local began = time[1] * 1000 + math.floor(time[2] / 1000)
  local day = redis.call('HGET', base .. 'meta', 'day')
  if day and redis.call('HGET', base .. 'base', 'day') ~= day then
    for _, metric in ipairs({ 'coins', 'gifts', 'likes', 'follows', 'shares', 'subscribes' }) do
      redis.call('HDEL', base .. 'base', 'd.' .. metric)
    end
    redis.call('HSET', base .. 'base', 'day', day)
  end
  local totals = redis.call('HGETALL', base .. 'totals')
  for at = 1, #totals, 2 do
    if string.match(totals[at], '^[sda]%.') then
      redis.call('HINCRBY', base .. 'base', totals[at], totals[at + 1])
      redis.call('HDEL', base .. 'totals', totals[at])
    end
  end
  for _, board in ipairs({ 's:coins', 's:likes', 'a:coins', 'a:likes' }) do
    redis.call('ZUNIONSTORE', base .. 'base:' .. board, 1, base .. 'rank:' .. board)
  end
  redis.call('DEL', base .. 'log', base .. 'again', base .. 'counted')
  redis.call('HDEL', base .. 'meta', 'based', 'basedAt', 'counted', 'started', 'bucket.a', 'bucket.e')
  redis.call('HSET', base .. 'meta', 'epoch', epoch, 'head', 0, 'run', run, 'began', string.format('%.0f', began))
end
