import { defineScript } from './redis-script.js';
import type { RedisScript } from './redis-script.js';

/**
 * The count outlives its window by far: a server that is full evicts first what would expire first, and pages have no
 * calls while a count begins anew.
 */
const lifeMs = 86_400_000;

/** No process asks for more. What would last longer was not written by one, or by the server's clock of another day. */
const longestPauseMs = 300_000;

/**
 * A sliding window of parts, of which each holds what was granted in it. One key: a hash of `part:<number>`, `seen:<process>`
 * (the part in which it asked last), `alone:<process>` (calls that it may make without asking), `epoch`, `born`, `last` (when
 * anybody asked) and `pause` (milliseconds). Arguments: limit, milliseconds of a part, parts that count, milliseconds of
 * infancy; name of the process, calls wanted, calls returned and the part that they are of, calls untold, calls made, the epoch
 * that was told of them, a new one, and calls that it may make alone. Returns: granted, the part, left, processes,
 * epoch, whether it is an infant, milliseconds of pause. The count begins anew where it says nothing of this window: it is
 * older, or the server's clock was put back, and what is of a time to come would stand until then.
 */
export const exchangeScript: RedisScript = defineScript(`
local limit, partMs, parts, infancyMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local process, wanted, returned, of = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]
local untold, made, known, alone = tonumber(ARGV[9]), tonumber(ARGV[10]), ARGV[11], tonumber(ARGV[13])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local part = math.floor(now / partMs)
local kept, old, used, processes, isVoid = {}, {}, 0, 1, false
local function isToCome(what) return not what or what > now + infancyMs + partMs end
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local field, value = fields[i], tonumber(fields[i + 1])
  local kind, name = string.match(field, '^(%a+):(.*)$')
  if kind == 'part' then
    local index = tonumber(name)
    if not value or isToCome(index and index * partMs) then isVoid = true
    elseif index > part - parts then used = used + value else old[#old + 1] = field end
  elseif kind == 'seen' then
    if isToCome(value and value * partMs) then isVoid = true
    elseif value > part - 5 then
      if name ~= process then processes = processes + 1 end
    elseif value <= part - parts then
      old[#old + 1] = field
      old[#old + 1] = 'alone:' .. name
    end
  elseif kind == 'alone' then
    if name ~= process then used = used + (value or 0) end
  else kept[field] = fields[i + 1] end
end
local born, last = tonumber(kept.born), tonumber(kept.last)
if isVoid or kept.epoch and (isToCome(born) or isToCome(last) or now - last >= parts * partMs) then
  redis.call('DEL', KEYS[1])
  if kept.pause then redis.call('HSET', KEYS[1], 'pause', kept.pause) end
  kept, old, used, processes, last = { pause = kept.pause }, {}, 0, 1, nil
end
if #old > 0 then redis.call('HDEL', KEYS[1], unpack(old)) end
local told = made
if kept.epoch == nil then
  kept.epoch, born = ARGV[12], now
  redis.call('HSET', KEYS[1], 'epoch', kept.epoch, 'born', now)
elseif kept.epoch == known then
  told = untold
  local there = tonumber(redis.call('HGET', KEYS[1], 'part:' .. of) or 0)
  local back = math.min(returned, there)
  if back > 0 and tonumber(of) > part - parts then
    redis.call('HINCRBY', KEYS[1], 'part:' .. of, -back)
    used = used - back
  end
end
if last and now - last >= infancyMs then
  born = now
  redis.call('HSET', KEYS[1], 'born', now)
end
local isInfant = now - born < infancyMs
local granted = 0
if not isInfant then granted = math.max(0, math.min(wanted, limit - used - told)) end
if told + granted > 0 then redis.call('HINCRBY', KEYS[1], 'part:' .. part, told + granted) end
redis.call('HSET', KEYS[1], 'seen:' .. process, part, 'last', now)
if isInfant and alone > 0 then
  redis.call('HSET', KEYS[1], 'alone:' .. process, alone)
else
  redis.call('HDEL', KEYS[1], 'alone:' .. process)
end
redis.call('PEXPIRE', KEYS[1], ${lifeMs})
local pause = math.max(0, (tonumber(kept.pause) or 0) - now)
if pause > ${longestPauseMs} then pause = 0 end
return { granted, tostring(part), math.max(0, limit - used - told - granted), processes, kept.epoch, isInfant and 1 or 0, pause }
`);

/** One key: as above. Argument: milliseconds of the pause, which only ever becomes longer. */
export const pauseScript: RedisScript = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ = now + math.min(tonumber(ARGV[1]), ${longestPauseMs})
local known = tonumber(redis.call('HGET', KEYS[1], 'pause') or 0) or 0
if until_ > known or known > now + ${longestPauseMs} then
  redis.call('HSET', KEYS[1], 'pause', string.format('%.0f', until_))
end
redis.call('PEXPIRE', KEYS[1], ${lifeMs})
return 1
`);
