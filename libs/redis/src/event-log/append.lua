-- Appends batches of several streamers, one after another. Of each batch all or nothing is written, together with
-- everything that is derived from it, and each has an answer of its own.
-- Comes after log-writer.lua, append-check.lua, append-fold.lua and append-write.lua.
-- KEYS: for each batch the base of the streamer and the outbox of the shard. All other keys are the base and a suffix:
-- same hash tag, same slot.
-- ARGV: publish command, then for each batch: owner, epoch, offset, day, streamer, trace, number of entries, and for each
-- entry: id, type, event JSON, facts JSON.
local HEADER = 7

-- One batch: the place of its first key and argument, and of the first and last argument of its entries.
local function append(clock, publish, key, at, first, last)
  local base, owner = KEYS[key], ARGV[at]
  local refusal = refusalOf(base, owner)
  if refusal then
    return refusal
  end
  local stored = redis.call('HMGET', base .. 'meta', unpack(META))
  local epoch, head = stored[1], tonumber(stored[2] or '0')
  if epoch ~= ARGV[at + 1] or head < tonumber(ARGV[at + 2]) then
    return { 'log-reset', epoch or '', head }
  end
  local batch = {
    clock = clock,
    base = base,
    outbox = KEYS[key + 1],
    day = ARGV[at + 3],
    streamer = ARGV[at + 4],
    trace = ARGV[at + 5],
    epoch = epoch,
    head = head,
    room = stored[3],
    session = tonumber(stored[4] or '0'),
    gap = stored[5],
    reconnects = 0,
    guarded = stored[7] and tonumber(stored[7]) > clock.now,
    -- What it turns out to be.
    accepted = false,
    ids = false,
    facts = false,
    streaks = false,
    folded = false,
  }
  local misfit = accept(batch, first, last)
  if misfit then
    return misfit
  elseif #batch.accepted == 0 then
    return { 'appended', epoch, head, 0 }
  end
  return write(batch, stored, publish)
end

local clock, publish = clockOfCall(), ARGV[1]
local replies, at, key = {}, 2, 1
while at <= #ARGV do
  local first = at + HEADER
  local last = first + tonumber(ARGV[at + 6]) * WIDTH - 1
  -- What is wrong with one is no reason to refuse the others.
  local ran, reply = pcall(append, clock, publish, key, at, first, last)
  if not ran then
    reply = redis.error_reply(type(reply) == 'table' and reply.err or tostring(reply))
  end
  replies[#replies + 1] = reply
  at, key = last + 1, key + 2
end
return replies
