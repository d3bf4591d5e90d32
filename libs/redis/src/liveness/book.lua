-- Gives a look its slot. KEYS: plan, wants, silent, habits. ARGV: now or '', requests a minute, streamer, urgent, every ms.
local now, rate, streamer, urgent, everyMs = nowOf(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4] == '1', tonumber(ARGV[5])
local plan = readPlan(KEYS[1], now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', number(now), 'LIMIT', 0, FORGET_AT_ONCE)) do
  want(plan, KEYS[2], KEYS[3], gone, 0, 0)
end
want(plan, KEYS[2], KEYS[3], streamer, urgent and 0 or math.floor(60000000 / everyMs), now + everyMs + FORGET_MS)
local stretch = math.max(1, plan.total * RESERVE / 1000 / (rate * PATIENT_SHARE))
local at = take(plan, rate, urgent, now)
writePlan(KEYS[1], plan)
return { number(now), number(at - now), number(stretch), redis.call('HGET', KEYS[4], streamer) or '' }
