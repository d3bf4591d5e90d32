-- KEYS: state, findings; ARGV: revision that the stored state must have (0 for none), span ms, state, findings.
-- A state with spans of another length counts as none.
local stored = redis.call('GET', KEYS[1])
local revision = 0
if stored then
  local decoded = cjson.decode(stored)
  if decoded.spanMs == tonumber(ARGV[2]) then revision = decoded.revision end
end
if revision ~= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], ARGV[4])
return 1
