-- Grants a call or says when to ask again.
-- KEYS: base of the key. ARGV: ticket, rank, spacing, burst, calm spacing, calm ms, longest wait, then for each
-- window: name, length, limit for this rank.
-- Answers { 'granted', time } or { reason, wait }.
local ticket, rank = ARGV[1], tonumber(ARGV[2])
local spacing, burst, calmSpacing, calmFor, maxWait =
  tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local FIRST, WIDTH = 8, 3
local now = clock()

forgetExpired(now, 200)
local since = tonumber(redis.call('ZSCORE', base .. 'line:' .. rank, ticket) or now)
local higher, higherPresent = 0, 0
for other = 0, rank - 1 do
  higher = higher + redis.call('ZCARD', base .. 'line:' .. other)
  higherPresent = higherPresent
    + redis.call('ZCOUNT', base .. 'due:' .. other, now - PRESENT_LATE, now + PRESENT_EARLY)
end
local earlier = redis.call('ZCOUNT', base .. 'line:' .. rank, '-inf', '(' .. since)
local earlierPresent = 0
local present = { 'ZRANGEBYSCORE', base .. 'due:' .. rank, now - PRESENT_LATE, now + PRESENT_EARLY, 'LIMIT', 0, 200 }
for _, other in ipairs(redis.call(unpack(present))) do
  local arrived = redis.call('ZSCORE', base .. 'line:' .. rank, other)
  if other ~= ticket and arrived and tonumber(arrived) < since then
    earlierPresent = earlierPresent + 1
  end
end
local position = higher + earlier

-- How long until there is a call for who has `position` others before them.
local function freeAfter(parts, used, cap, length)
  local needed = used + position + 1 - cap
  local freed, left = now, math.min(needed, used)
  for _, part in ipairs(parts) do
    if left <= 0 then
      break
    end
    left = left - part[2]
    freed = (part[1] + 1) * (length / PARTS)
  end
  return freed + length - now + math.max(0, math.ceil((needed - used) / cap)) * length
end

local reason, wait
local paused, why = pauseOf()
local calm = now < paused + calmFor
if calm then
  spacing = calmSpacing
end
if paused > now then
  reason, wait = why, paused - now + position * calmSpacing
else
  for index = FIRST, #ARGV, WIDTH do
    local name, length, cap = ARGV[index], tonumber(ARGV[index + 1]), tonumber(ARGV[index + 2])
    local parts, used = partsOf(name, length, now)
    if used + higher + earlierPresent >= cap then
      local after = freeAfter(parts, used, cap, length)
      if not wait or after > wait then
        reason, wait = name, after
      end
    end
  end
end
local nextAt = math.max(tonumber(redis.call('GET', base .. 'next') or '0'), now)
-- A clock that was set back must not stop everybody for that long.
nextAt = math.min(nextAt, now + burst * spacing)
if not reason then
  local tolerance = calm and 0 or (burst - 1) * spacing
  local turn = nextAt + (higherPresent + earlierPresent) * spacing - tolerance
  if turn > now then
    reason, wait = 'pace', turn - now
  end
end

if not reason then
  for index = FIRST, #ARGV, WIDTH do
    count(ARGV[index], tonumber(ARGV[index + 1]), now, 1)
  end
  redis.call('SET', base .. 'next', string.format('%.0f', nextAt + spacing), 'PX', math.ceil(burst * spacing + 60000))
  leaveLine(ticket)
  return { 'granted', string.format('%.0f', now) }
end
wait = math.min(maxWait, math.max(MIN_WAIT, math.ceil(wait)))
local due = now + wait
local function enter(key, score)
  redis.call('ZADD', base .. key, score, ticket)
  redis.call('PEXPIRE', base .. key, maxWait * 2)
end
leaveLine(ticket)
enter('line:' .. rank, since)
enter('due:' .. rank, due)
enter('expires', due + GRACE + math.min(wait, MAX_GRACE))
return { reason, string.format('%.0f', wait) }
