-- KEYS[1] base of the streamer. The pages of every gateway whose word still holds, as JSON each.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local open = {}
for _, said in ipairs(redis.call('HVALS', KEYS[1] .. 'pages')) do
  local ends, pages = string.match(said, '^(%d+)|(.*)$')
  if ends and tonumber(ends) > now then
    open[#open + 1] = pages
  end
end
return open
