-- Sets what the epochs before this one counted. Setting the same again changes nothing.
-- KEYS: base of the streamer. ARGV: epoch, base as JSON, publish command.
local base, epoch, publish = KEYS[1], ARGV[1], ARGV[3]
local meta = redis.call('HMGET', base .. 'meta', 'epoch', 'started')
if meta[1] ~= epoch then
  return 'other-epoch'
end
local doc = cjson.decode(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local GUARD_MS = 60 * 60 * 1000
local function whole(number)
  return string.format('%.0f', number)
end
-- A stream that began in this epoch and is not in the ledger yet has nothing from before.
local inSession = not meta[2] or meta[2] == doc.session
local spans = { s = inSession, d = true, a = true }

-- What was appended again before this came is counted in this epoch; what was not must not be from now on.
local remembered = {}
for _, row in ipairs(doc.recent) do
  if redis.call('SISMEMBER', base .. 'again', row.id) == 1 then
    for _, span in ipairs(row.spans) do
      for metric, amount in pairs(row.counts) do
        local name = span .. '.' .. metric
        doc.totals[name] = (doc.totals[name] or 0) - amount
      end
      local board = doc.ranks[span .. ':coins']
      if board and row.user and board[row.user] then
        board[row.user] = board[row.user] - (row.counts.coins or 0)
      end
    end
  else
    remembered[#remembered + 1] = row.id
  end
end
for first = 1, #remembered, 1000 do
  redis.call('SADD', base .. 'counted', unpack(remembered, first, math.min(first + 999, #remembered)))
end
if #remembered > 0 then
  redis.call('PEXPIRE', base .. 'counted', GUARD_MS)
  redis.call('HSET', base .. 'meta', 'counted', whole(now + GUARD_MS))
end

-- Likes and shares: what the last life of the storage left here may be newer than the checkpoint.
local sameDay = redis.call('HGET', base .. 'base', 'day') == doc.day
for span in pairs(spans) do
  for _, metric in ipairs({ 'likes', 'shares' }) do
    local name = span .. '.' .. metric
    local left = (span ~= 'd' or sameDay) and tonumber(redis.call('HGET', base .. 'base', name) or '0') or 0
    doc.totals[name] = math.max(doc.totals[name] or 0, left)
  end
end
redis.call('DEL', base .. 'base')
redis.call('HSET', base .. 'base', 'day', doc.day)
for name, amount in pairs(doc.totals) do
  if spans[string.sub(name, 1, 1)] and amount > 0 then
    redis.call('HSET', base .. 'base', name, whole(amount))
  end
end

-- Rankings hold epoch and base in one; the base is kept beside them, so that it can be exchanged.
for _, board in ipairs({ 's:coins', 's:likes', 'a:coins', 'a:likes' }) do
  local wanted = spans[string.sub(board, 1, 1)] and doc.ranks[board] or {}
  local old, flat = {}, redis.call('ZRANGE', base .. 'base:' .. board, 0, -1, 'WITHSCORES')
  for at = 1, #flat, 2 do
    old[flat[at]] = tonumber(flat[at + 1])
    if string.sub(board, 3) == 'likes' then
      wanted[flat[at]] = math.max(wanted[flat[at]] or 0, old[flat[at]])
    elseif not wanted[flat[at]] then
      wanted[flat[at]] = 0
    end
  end
  for user, score in pairs(wanted) do
    if score ~= (old[user] or 0) then
      redis.call('ZINCRBY', base .. 'rank:' .. board, whole(score - (old[user] or 0)), user)
      redis.call('ZADD', base .. 'base:' .. board, whole(score), user)
    end
  end
  redis.call('ZREMRANGEBYSCORE', base .. 'rank:' .. board, '-inf', 0)
  redis.call('ZREMRANGEBYSCORE', base .. 'base:' .. board, '-inf', 0)
end
for user, profile in pairs(doc.profiles) do
  redis.call('HSETNX', base .. 'who', user, profile)
end
for name, event in pairs(doc.latest) do
  redis.call('HSETNX', base .. 'latest', name, event)
end
redis.call('HSET', base .. 'meta', 'based', epoch, 'basedAt', whole(now), 'zone', doc.zone)
redis.call(publish, base .. 'push', 'P trl')
return 'written'
