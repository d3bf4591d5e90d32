-- Whether a slot still holds. KEYS: plan. ARGV: now or '', requests a minute, ticket.
local now, rate, ticket = nowOf(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local plan = readPlan(KEYS[1], now)
if ticket >= plan.levelAt then
  writePlan(KEYS[1], plan)
  return { number(ticket), '0' }
end
local at = take(plan, rate, false, now)
writePlan(KEYS[1], plan)
return { number(now), number(at - now) }
