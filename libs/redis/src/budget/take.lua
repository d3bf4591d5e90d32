-- Grants a call or says when to ask again.
-- KEYS: base of the key. ARGV: ticket, rank, spacing, burst, calm spacing, calm ms, longest wait, then for each
-- window: name, length, limit for this rank.
-- Answers { 'granted', time } or { reason, wait }.
local ticket, rank = ARGV[1], tonumber(ARGV[2])
local spacing, burst, calmSpacing, calmFor, maxWait =
  tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local FIRST, WIDTH = 8, 3
local now = clock()

local line, since = lineAt(now), now
for _, other in ipairs(line) do
  if other.id == ticket then
    since = other.since
  end
end
local higher, higherPresent, earlier, earlierPresent = 0, 0, 0, 0
for _, other in ipairs(line) do
  local present = other.due <= now + PRESENT_EARLY and other.due >= now - PRESENT_LATE and 1 or 0
  if other.id ~= ticket and other.rank < rank then
    higher, higherPresent = higher + 1, higherPresent + present
  elseif other.id ~= ticket and other.rank == rank and other.since < since then
    earlier, earlierPresent = earlier + 1, earlierPresent + present
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
  redis.call('HDEL', base .. 'line', ticket)
  return { 'granted', string.format('%.0f', now) }
end
wait = math.min(maxWait, math.max(MIN_WAIT, math.ceil(wait)))
local due = now + wait
local expires = due + GRACE + math.min(wait, MAX_GRACE)
redis.call('HSET', base .. 'line', ticket, string.format('%d|%.0f|%.0f|%.0f', rank, since, due, expires))
redis.call('PEXPIRE', base .. 'line', maxWait * 2)
return { reason, string.format('%.0f', wait) }
