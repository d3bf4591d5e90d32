-- How often each streamer wants to be looked at: KEYS[2] hash of thousandths of a request a minute, KEYS[3] until when.
local function want(plan, wants, silent, streamer, rate, till)
  plan.total = plan.total + rate - tonumber(redis.call('HGET', wants, streamer) or '0')
  if rate > 0 then
    redis.call('HSET', wants, streamer, rate)
    redis.call('ZADD', silent, number(till), streamer)
  else
    redis.call('HDEL', wants, streamer)
    redis.call('ZREM', silent, streamer)
  end
end
