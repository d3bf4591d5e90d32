-- A streamer needs no looks for now. KEYS: plan, wants, silent. ARGV: streamer.
local plan = readPlan(KEYS[1])
want(plan, KEYS[2], KEYS[3], ARGV[1], 0, 0)
writePlan(KEYS[1], plan)
return 'OK'
