/** Rows for calls: one line each, which opens to show the reasons and the request. */
export const callsScript = `
const MAX_ROWS = 200;
const callRows = new Map();
let callCount = 0;

function whoOf(call) {
  const identifiers = (call.request && call.request.identifiers) || {};
  if (identifiers.customer_id) return String(identifiers.customer_id);
  const others = Object.values(identifiers.user_identifiers || {});
  if (others.length > 0) return others.join(', ');
  return call.endpoint === 'fetch' ? 'anonymous' : '';
}

function statusTag(call) {
  if (call.status === undefined) return el('span', 'tag bad', 'no answer');
  const kind = call.status < 300 ? 'good' : call.status < 400 ? 'fair' : 'bad';
  return el('span', 'tag ' + kind, String(call.status));
}

function endingOf(call) {
  const took = call.durationMs === undefined ? '' : call.durationMs + ' ms';
  if (call.outcome === 'open') return el('span', 'tag fair', 'open');
  if (call.outcome === 'client-gone') return el('span', 'tag bad', 'client gave up after ' + took);
  if (call.outcome === 'cut') return el('span', 'tag bad', 'cut off after ' + took);
  return el('span', 'time', took);
}

function chipOf(key) {
  if (!key.matched) return el('span', 'chip', key.key);
  return el('span', 'chip good', key.key + ' · ' + key.variation);
}

function missedItem(audience) {
  return el('li', '', '✕ ', el('b', '', audience.name), ' — ' + audience.failed);
}

function explain(key) {
  const verdict = key.matched
    ? el('span', 'tag good', 'variation ' + key.variation)
    : el('span', 'tag', key.reason.toLowerCase().replaceAll('_', ' '));
  const list = el('ul', '', ...key.missed.map(missedItem));
  if (key.matched) {
    const { name, conditions } = key.audience;
    const rules = conditions.length > 0 ? conditions.join(', ') : 'everybody';
    list.append(el('li', 'held', '✓ ', el('b', '', name), ' — ' + rules));
  }
  else list.append(el('li', '', 'So: ' + key.detail));
  return el('div', 'key', el('div', 'head', el('strong', '', key.key), verdict), list);
}

function requestOf(call) {
  return call.request === undefined ? undefined : el('pre', '', JSON.stringify(call.request, null, 2));
}

function visitorOf(call) {
  return call.visitor === undefined ? undefined : el('div', 'key', el('div', 'head', el('strong', '', 'Visitor')), factsOf(call.visitor));
}

function callHead(call) {
  return el('div', 'head',
    el('span', 'time', clock(call.at)), el('strong', '', call.endpoint === 'unknown' ? call.path : call.endpoint),
    statusTag(call), call.fault ? el('span', 'tag fair', 'fault: ' + call.fault) : undefined,
    el('span', 'who quiet', whoOf(call)), endingOf(call));
}

function callSummary(call) {
  const chips = call.keys.length > 0 ? el('div', 'chips', ...call.keys.map(chipOf)) : undefined;
  const note = call.problem
    ? el('div', 'note bad', call.problem)
    : chips ? undefined : el('div', 'note', call.summary);
  return el('summary', '', callHead(call), chips, note);
}

function callRow(call, isFresh) {
  const row = el('details', isFresh ? 'row fresh' : 'row', callSummary(call));
  row.addEventListener('toggle', () => {
    if (!row.open || row.childElementCount > 1) return;
    row.append(el('div', 'body', el('div', 'note mono', call.method + ' ' + call.path), ...call.keys.map(explain), visitorOf(call), requestOf(call)));
  });
  return row;
}

function showCall(call, isFresh) {
  const known = callRows.get(call.id);
  if (known) return void known.firstElementChild.firstElementChild.replaceWith(callHead(call));
  const row = callRow(call, isFresh);
  callRows.set(call.id, row);
  byId('calls').prepend(el('li', '', row));
  for (const [id, old] of callRows) {
    if (callRows.size <= MAX_ROWS) break;
    old.parentElement.remove();
    callRows.delete(id);
  }
  count('calls', (callCount += 1));
  showVisitor(call);
}

// A row that is one too many at once is not made: of a long ledger that took seconds.
function showLastCalls(calls) {
  const older = calls.slice(0, -MAX_ROWS);
  callCount = older.length;
  older.forEach(showVisitor);
  for (const each of calls.slice(-MAX_ROWS)) showCall(each, false);
}
`;
