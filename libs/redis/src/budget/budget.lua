-- Shared by the scripts of a budget; prepended to each. Decides as libs/domain/src/signing/budget-state.ts does, but
-- counts calls in sixty parts of a window instead of one by one: a part counts until all of it is out of the window.
local PARTS = 60
local PRESENT_EARLY, PRESENT_LATE = 300, 400
local GRACE, MAX_GRACE, MIN_WAIT = 2000, 60000, 20
local base = KEYS[1]

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The parts that count, oldest first, each as its number and its calls; drops the others.
local function partsOf(name, length, now)
  local key, size = base .. name, length / PARTS
  local flat, parts, old, used = redis.call('HGETALL', key), {}, {}, 0
  for index = 1, #flat, 2 do
    local part, calls = tonumber(flat[index]), tonumber(flat[index + 1])
    -- Out of the window, or from a clock that was set back: the same calls would stop everybody until that time.
    if (part + 1) * size <= now - length or part * size > now + size then
      old[#old + 1] = flat[index]
    elseif calls > 0 then
      parts[#parts + 1] = { part, calls }
      used = used + calls
    end
  end
  if #old > 0 then
    redis.call('HDEL', key, unpack(old))
  end
  table.sort(parts, function(a, b) return a[1] < b[1] end)
  return parts, used
end

local function count(name, length, at, calls)
  redis.call('HINCRBY', base .. name, string.format('%.0f', math.floor(at / (length / PARTS))), calls)
  redis.call('PEXPIRE', base .. name, length * 2)
end

-- Until when the key pauses and why; a pause stays known for a while after its end.
local function pauseOf()
  local till, reason = string.match(redis.call('GET', base .. 'pause') or '', '^(%d+)|(.*)$')
  return tonumber(till or '0'), reason
end

-- Who waits, for each rank: `line:RANK` by arrival, `due:RANK` by when they were told to come back; `expires` says when
-- nobody waits for them any more. Sorted sets, because thousands may wait.
local RANKS = 3

local function leaveLine(ticket)
  for rank = 0, RANKS - 1 do
    redis.call('ZREM', base .. 'line:' .. rank, ticket)
    redis.call('ZREM', base .. 'due:' .. rank, ticket)
  end
  redis.call('ZREM', base .. 'expires', ticket)
end

local function forgetExpired(now, most)
  for _, ticket in ipairs(redis.call('ZRANGEBYSCORE', base .. 'expires', '-inf', now, 'LIMIT', 0, most)) do
    leaveLine(ticket)
  end
end
