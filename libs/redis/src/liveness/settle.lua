-- What a look cost, and what became of it. KEYS: plan. ARGV: now or '', requests a minute, requests, outcome.
local now, rate, requests, outcome = nowOf(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local plan = readPlan(KEYS[1], now)
if requests > 1 then
  plan.patient = math.max(plan.patient, now) + (requests - 1) * slotMs(plan, rate, PATIENT_SHARE)
end
if outcome == 'answered' then
  plan.blocked = 0
  if plan.level > 0 and now - plan.levelAt >= LEVEL_MS then
    setLevel(plan, rate, plan.level - 1, now)
  end
elseif outcome == 'blocked' then
  plan.blocked = plan.blocked + 1
  local due = plan.level == 0 or now - plan.levelAt >= LEVEL_MS
  if plan.blocked >= BLOCKED_IN_A_ROW and plan.level < MAX_LEVEL and due then
    setLevel(plan, rate, plan.level + 1, now)
  end
end
writePlan(KEYS[1], plan)
return plan.level
