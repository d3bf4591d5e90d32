-- Folds what a batch says into totals, rankings and the latest of each kind, so that each key is written once.
-- Comes after append-check.lua.

local function newFold()
  return {
    counts = { s = {}, d = {}, a = {} },
    ranks = { coins = {}, likes = {} },
    who = {},
    latest = {},
    streaks = {},
    peak = 0,
  }
end

local function count(folded, metric, amount)
  for _, span in pairs(folded.counts) do
    span[metric] = (span[metric] or 0) + amount
  end
end

local function rank(folded, board, facts, amount)
  if amount > 0 and facts.user then
    local amounts = folded.ranks[board]
    amounts[facts.user] = (amounts[facts.user] or 0) + amount
    folded.who[facts.user] = facts.profile
  end
end

-- What the base of this epoch holds already: an event of an older epoch that is appended again. Ids are looked up for a
-- while after a new epoch alone; an event that comes before the base is noted, so that the base leaves it out.
local function isInBase(batch, id, eventType, facts)
  local again = facts and facts.again
  if eventType == 'like' or eventType == 'share' then
    return again
  elseif eventType ~= 'gift' and eventType ~= 'follow' and eventType ~= 'subscribe' then
    return false
  end
  if batch.guarded and redis.call('SISMEMBER', batch.base .. 'counted', id) == 1 then
    return true
  end
  if again then
    redis.call('SADD', batch.base .. 'again', id)
    redis.call('EXPIRE', batch.base .. 'again', MEMORY.a.ttl)
  end
  return false
end

-- By type of event: what it changes. Types that are not named change nothing.
local FOLD = {}
function FOLD.gift(batch, folded, at, facts, inBase)
  if not inBase then
    count(folded, 'gifts', facts.count)
    count(folded, 'coins', facts.coins)
    rank(folded, 'coins', facts, facts.coins)
  end
  if facts.streak then
    local state = (facts.closed and '1|' or '0|') .. batch.clock.text .. '|' .. (facts.closed and '' or ARGV[at + 2])
    folded.streaks[facts.streak] = batch.streaks.totals[facts.streak] .. '|' .. state
  end
  if facts.count > 0 then
    folded.latest.gift = ARGV[at + 2]
  end
end
function FOLD.like(_, folded, _, facts, inBase)
  if not inBase then
    count(folded, 'likes', facts.count)
    rank(folded, 'likes', facts, facts.count)
  end
end
function FOLD.follow(_, folded, at, _, inBase)
  if not inBase then
    count(folded, ARGV[at + 1] .. 's', 1)
  end
  folded.latest[ARGV[at + 1]] = ARGV[at + 2]
end
FOLD.share, FOLD.subscribe = FOLD.follow, FOLD.follow
function FOLD.viewers(_, folded, _, facts)
  folded.viewers, folded.peak = facts, math.max(folded.peak, facts.current)
end
FOLD['stream.started'] = function(batch, folded, at)
  batch.session = batch.session + 1
  folded.startedBy, folded.peak, folded.counts.s = ARGV[at], 0, {}
end

local function fold(batch, at, inBase)
  local folder = FOLD[ARGV[at + 1]]
  if folder then
    batch.folded = batch.folded or newFold()
    folder(batch, batch.folded, at, batch.facts and batch.facts[at], inBase)
  end
end
