-- What the scripts of the shared schedule have in common. The same rules as LookPlan; a test holds the two together.
-- KEYS[1] plan: patient, urgent (when the next slot of each lane is free, ms), level, levelAt, blocked, total, seen.
local PATIENT_SHARE, URGENT_BURST, RESERVE = 0.7, 10, 1.1
local BLOCKED_IN_A_ROW, MAX_LEVEL, LEVEL_MS = 3, 7, 10000
local FORGET_MS, FORGET_AT_ONCE = 10 * 60000, 10
-- Clocks differ by some ms after a failover; more is a jump.
local BACK_MS = 1000

local function nowOf(given)
  if given ~= '' then
    return tonumber(given)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
-- Slots move along with a clock that was set back: nobody waits for the time that it had.
local function readPlan(key, now)
  local names = { 'patient', 'urgent', 'level', 'levelAt', 'blocked', 'total', 'seen' }
  local values, plan = redis.call('HMGET', key, unpack(names)), {}
  for index, name in ipairs(names) do
    plan[name] = tonumber(values[index] or '0')
  end
  if not now then
    return plan
  end
  if now < plan.seen - BACK_MS then
    for _, name in ipairs({ 'patient', 'urgent', 'levelAt' }) do
      plan[name] = plan[name] + (now - plan.seen)
    end
    plan.seen = now
  end
  plan.seen = math.max(plan.seen, now)
  return plan
end
local function writePlan(key, plan)
  local fields = {}
  for name, number in pairs(plan) do
    fields[#fields + 1] = name
    fields[#fields + 1] = string.format('%.17g', number)
  end
  redis.call('HSET', key, unpack(fields))
end
local function slotMs(plan, rate, share)
  return (60000 / rate / share) * 2 ^ plan.level
end
-- When the look may go out, ms.
local function take(plan, rate, urgent, now)
  local patient = math.max(plan.patient, now)
  local slot = slotMs(plan, rate, 1 - PATIENT_SHARE)
  local sooner = math.max(plan.urgent - URGENT_BURST * slot, now)
  if urgent and sooner < patient then
    plan.urgent = math.max(plan.urgent, now) + slot
    return sooner
  end
  plan.patient = patient + slotMs(plan, rate, PATIENT_SHARE)
  return patient
end
local function setLevel(plan, rate, level, now)
  plan.level, plan.levelAt = level, now
  plan.patient = now + slotMs(plan, rate, PATIENT_SHARE)
  plan.urgent = now + URGENT_BURST * slotMs(plan, rate, 1 - PATIENT_SHARE)
end
local function number(value)
  return string.format('%.17g', value)
end
