import { defineScript } from './redis-script.js';
import type { RedisScript } from './redis-script.js';

// What the processes of a workspace share is a stream with one consumer group. An entry is in the hand of some consumer
// from the moment in which it is appended, and of `nobody` where its process closed. A consumer has died when it has not
// been heard of for long enough; the group itself keeps the time. `c`: mark of the customer. `t`: when it happened, in epoch seconds. `e`: the event, sealed.

/** Shows that the consumer lives: it asks for what nobody can have, which counts as being heard of. */
const beat = `
local function beat(key, me)
  local heard = redis.pcall('XREADGROUP', 'GROUP', 'senders', me, 'COUNT', '1', 'STREAMS', key, '18446744073709551615-0')
  return not (type(heard) == 'table' and heard.err)
end`;

/** Makes the group. What the stream holds by then may be anybody's. */
const found = `
local function found(key)
  redis.call('XGROUP', 'CREATE', key, 'senders', '0')
  redis.call('XREADGROUP', 'GROUP', 'senders', 'nobody', 'STREAMS', key, '>')
end`;

/**
 * Keys: stream, batches. Arguments: consumer, number of the batch, and for each event `c`, `t` and `e`. Gives the id of the
 * first; those of the others follow it one by one. A batch that has been appended is not appended again. The first
 * command that writes is one that a server without room refuses: refused, nothing has happened.
 */
export const appendScript: RedisScript = defineScript(`${found}
local key, me, number = KEYS[1], ARGV[1], ARGV[2]
local known, place = string.match(redis.call('HGET', KEYS[2], me) or '', '^(%d+) (.+)$')
if known == number then return place end
local function add(id, index)
  return redis.call('XADD', key, id, 'c', ARGV[index], 't', ARGV[index + 1], 'e', ARGV[index + 2])
end
local first = add('*', 3)
local ms, seq = string.match(first, '^(%d+)-(%d+)$')
local ids = { first }
for index = 6, #ARGV, 3 do
  ids[#ids + 1] = add(ms .. '-' .. string.format('%.0f', tonumber(seq) + #ids), index)
end
local read = redis.pcall('XREADGROUP', 'GROUP', 'senders', me, 'COUNT', #ids, 'STREAMS', key, '>')
if type(read) == 'table' and read.err then
  found(key)
  ids[#ids + 1] = 'JUSTID'
  redis.call('XCLAIM', key, 'senders', me, '0', unpack(ids))
end
redis.call('HSET', KEYS[2], me, number .. ' ' .. first)
return first`);

/** Keys: stream. Arguments: ids of entries that are done with. */
export const acknowledgeScript: RedisScript = defineScript(`
redis.call('XACK', KEYS[1], 'senders', unpack(ARGV))
redis.call('XDEL', KEYS[1], unpack(ARGV))
return 1`);

/** Keys: stream, dead letters. Arguments: why, epoch seconds, how many letters are kept, ids of entries. */
export const buryScript: RedisScript = defineScript(`
for index = 4, #ARGV do
  local id = ARGV[index]
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  if entry then
    local letter = { 'r', ARGV[1], 'b', ARGV[2] }
    for field = 1, #entry[2], 2 do
      local name = entry[2][field]
      if name == 'c' or name == 't' or name == 'e' then
        letter[#letter + 1] = name
        letter[#letter + 1] = entry[2][field + 1]
      end
    end
    redis.pcall('XADD', KEYS[2], 'MAXLEN', ARGV[3], '*', unpack(letter))
  end
  redis.call('XACK', KEYS[1], 'senders', id)
  redis.call('XDEL', KEYS[1], id)
end
return 1`);

/**
 * Keys: stream, batches, the forgotten. Arguments: consumer, number of the taking over, how many entries there is room for,
 * after how many milliseconds a consumer has died (empty: none has), from where on the forgotten are news, an entry that
 * should be there (empty: none). Gives what was taken over, as lists of id, deaths, mark and text; the news, as entries; and
 * whether that entry is gone. What was taken over under this number before is given again: its reply was lost.
 */
export const patrolScript: RedisScript = defineScript(`${beat}${found}
local key, me, stale = KEYS[1], ARGV[1], tonumber(ARGV[4])
local number, room, taken, mine = ARGV[2], tonumber(ARGV[3]), {}, ARGV[1] .. ':taken'
local function take(id, deaths, entry)
  local fields = {}
  for index = 1, #entry[2], 2 do fields[entry[2][index]] = entry[2][index + 1] end
  taken[#taken + 1] = { id, deaths, fields.c or '', fields.e or '' }
end
local function takeAgain(ids)
  for id in string.gmatch(ids, '%S+') do
    local held = redis.call('XPENDING', key, 'senders', id, id, '1', me)[1]
    local entry = held and redis.call('XRANGE', key, id, id)[1]
    if entry then
      take(id, held[4] - 1, entry)
    elseif held then
      redis.call('XACK', key, 'senders', id)
    end
  end
  if #taken > room then room, taken = 0, {} end
end
local function claim(owner, step)
  local held = redis.call('XPENDING', key, 'senders', '-', '+', room - #taken, owner)
  for _, one in ipairs(held) do
    local id, deaths = one[1], one[4] - 1 + step
    local entry = redis.call('XCLAIM', key, 'senders', me, '0', id, 'RETRYCOUNT', deaths + 1)[1]
    if type(entry) == 'table' then
      take(id, deaths, entry)
    else
      redis.call('XACK', key, 'senders', id)
    end
  end
end
local function noteTaken()
  local ids = { number }
  for _, one in ipairs(taken) do ids[#ids + 1] = one[1] end
  redis.pcall('HSET', KEYS[2], mine, table.concat(ids, ' '))
end
if redis.call('EXISTS', key) == 1 then
  if beat(key, me) then
    redis.call('XREADGROUP', 'GROUP', 'senders', 'nobody', 'COUNT', '100', 'STREAMS', key, '>')
  else
    found(key)
  end
  local known, ids = string.match(redis.call('HGET', KEYS[2], mine) or '', '^(%d+) (.+)$')
  if known == number then takeAgain(ids) end
  for _, line in ipairs(redis.call('XINFO', 'CONSUMERS', key, 'senders')) do
    local consumer = {}
    for index = 1, #line, 2 do consumer[line[index]] = line[index + 1] end
    local name = consumer.name
    local isDead = name ~= me and name ~= 'nobody' and stale and consumer.idle > stale
    if isDead and consumer.pending == 0 then
      redis.call('XGROUP', 'DELCONSUMER', key, 'senders', name)
      redis.call('HDEL', KEYS[2], name, name .. ':taken')
    elseif (isDead or name == 'nobody') and consumer.pending > 0 and #taken < room then
      claim(name, isDead and 1 or 0)
    end
  end
  if #taken > 0 then noteTaken() end
end
local gone = ARGV[6] ~= '' and not redis.call('XRANGE', key, ARGV[6], ARGV[6])[1]
return { taken, redis.call('XRANGE', KEYS[3], ARGV[5], '+', 'COUNT', '1000'), gone and 1 or 0 }`);

/** Keys: stream. Arguments: ids. Gives those of which there is no entry. */
export const missingScript: RedisScript = defineScript(`
local missing = {}
for _, id in ipairs(ARGV) do
  if not redis.call('XRANGE', KEYS[1], id, id)[1] then missing[#missing + 1] = id end
end
return missing`);

/**
 * Keys: stream, dead letters, the forgotten. Arguments: epoch seconds, the customer's marks. Tells the other processes.
 * Gives the last id of the stream and of the dead letters, empty where there is none, and whether the others were told.
 */
export const condemnScript: RedisScript = defineScript(`
local function last(key)
  local entry = redis.call('XREVRANGE', key, '+', '-', 'COUNT', '1')[1]
  return entry and entry[1] or ''
end
local told = 1
for index = 2, #ARGV do
  local placed = redis.pcall('XADD', KEYS[3], 'MAXLEN', '~', '10000', '*', 'c', ARGV[index], 't', ARGV[1])
  if type(placed) == 'table' and placed.err then told = 0 end
end
return { last(KEYS[1]), last(KEYS[2]), told }`);

/**
 * Keys: stream or dead letters. Arguments: first id, last id, how many to look at, epoch seconds, the customer's marks. Gives the id of
 * the last that it looked at, empty where there was none.
 */
export const eraseScript: RedisScript = defineScript(`
local marks, last = {}, ''
for index = 5, #ARGV do marks[ARGV[index]] = true end
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[2], 'COUNT', ARGV[3])) do
  last = entry[1]
  local fields = {}
  for index = 1, #entry[2], 2 do fields[entry[2][index]] = entry[2][index + 1] end
  if fields.c and marks[fields.c] and (tonumber(fields.t) or 0) <= tonumber(ARGV[4]) then
    redis.call('XACK', KEYS[1], 'senders', last)
    redis.call('XDEL', KEYS[1], last)
  end
end
return last`);

/** Keys: stream, batches. Arguments: consumer, how many entries. Gives how many it put into nobody's hand. */
export const handOverScript: RedisScript = defineScript(`${beat}
if not beat(KEYS[1], ARGV[1]) then return 0 end
local ids = {}
for _, one in ipairs(redis.call('XPENDING', KEYS[1], 'senders', '-', '+', ARGV[2], ARGV[1])) do ids[#ids + 1] = one[1] end
local count = #ids
if count > 0 then
  ids[count + 1] = 'JUSTID'
  redis.call('XCLAIM', KEYS[1], 'senders', 'nobody', '0', unpack(ids))
else
  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'senders', ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1], ARGV[1] .. ':taken')
end
return count`);
