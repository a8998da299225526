import { defineScript } from './redis-script.js';
import type { RedisScript } from './redis-script.js';

/** A claim has a mark, and so has a group; each text begins with those that it was published under. */
export const markLength = 12;

/** In place of the mark of a group that cannot be forgotten. */
export const noGroupMark: string = '-'.repeat(markLength);

/**
 * Keys: the claim, the mark of the group, texts. Arguments: a mark for the claim, its milliseconds; those in which a text is
 * stale; the mark of who was waited for; a mark for the group, and its milliseconds. A claim that failed begins with `!`.
 */
export const lookScript: RedisScript = defineScript(`
local own, lease, stale, awaited, offered, groupLife = unpack(ARGV)
local isOwned = offered ~= '${noGroupMark}'
local group = offered
if isOwned then group = redis.call('GET', KEYS[2]) or '' end
local isShort = false
local texts = {}
for i = 3, #KEYS do
  local text = redis.call('GET', KEYS[i])
  if text and string.sub(text, 13, 24) == group then
    local left = redis.call('PTTL', KEYS[i])
    local isAwaited = string.sub(text, 1, 12) == awaited
    if left <= tonumber(stale) and not isAwaited then isShort = true end
    texts[#texts + 1] = { string.sub(text, 25), left, isAwaited and 1 or 0 }
  else
    isShort = true
    texts[#texts + 1] = false
  end
end
if not isShort then return { texts, 'none' } end
local claim = redis.call('GET', KEYS[1])
if claim and string.sub(claim, 1, 1) ~= '!' then return { texts, 'theirs', claim } end
if claim and string.sub(claim, 2, 13) == awaited then return { texts, 'failed', string.sub(claim, 14) } end
-- A server that is full has answers all the same.
if redis.pcall('SET', KEYS[1], own, 'PX', lease).err then return { texts, 'none' } end
if isOwned and group == '' then
  group = offered
  if redis.pcall('SET', KEYS[2], group, 'PX', groupLife).err then return { texts, 'none' } end
end
return { texts, 'mine', group }
`);

/**
 * Keys: as above. Arguments: the marks of the claim and of the group; why there is nothing, and for how many milliseconds
 * that is told; by how many the mark of the group outlives the texts; life and text of each. A group that was forgotten has
 * another mark, or none.
 */
export const publishScript: RedisScript = defineScript(`
local own, group, failure, failureLife, reserve = unpack(ARGV, 1, 5)
if redis.call('GET', KEYS[1]) == own then
  redis.call('DEL', KEYS[1])
  if failure ~= '' then redis.pcall('SET', KEYS[1], '!' .. own .. failure, 'PX', failureLife) end
end
local isOwned = group ~= '${noGroupMark}'
if isOwned and redis.call('GET', KEYS[2]) ~= group then return 0 end
for i = 3, #KEYS do
  local life = tonumber(ARGV[2 * i])
  if isOwned and redis.call('PTTL', KEYS[2]) < life + reserve then redis.call('PEXPIRE', KEYS[2], life + reserve) end
  redis.call('SET', KEYS[i], own .. group .. ARGV[2 * i + 1], 'PX', life)
end
return #KEYS - 2
`);
