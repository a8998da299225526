/** Who has come, each with what targeting knows of them and what they got last. */
export const visitorsScript = `
const MAX_VISITORS = 50;
const visitors = new Map();

function factsOf(visitor) {
  return el('dl', 'facts', ...Object.entries(visitor).flatMap(([name, value]) => [el('dt', '', name), el('dd', '', value)]));
}

function visitorRow(name) {
  const row = el('details', 'row', el('summary', ''), el('div', 'body'));
  return { name, row, calls: 0, keys: new Map() };
}

function drawVisitor({ name, row, calls, keys, last }) {
  const about = ['device', 'browser', 'system', 'country'].map((fact) => last[fact]).filter(Boolean).join(' · ');
  row.firstElementChild.replaceChildren(
    el('div', 'head', el('strong', 'clamped', name), el('span', 'time', calls === 1 ? '1 call' : calls + ' calls')),
    el('div', 'chips', ...[...keys.values()].map(chipOf)), about ? el('div', 'note', about) : '');
  row.lastElementChild.replaceChildren(factsOf(last));
}

// A call without an identity belongs to the device that it came from, as variations do.
function nameOfVisitor(call) {
  const who = whoOf(call);
  const { USER_IP_ADDRESS: address } = call.request || {};
  return who === 'anonymous' && address ? 'anonymous, ' + address : who;
}

function showVisitor(call) {
  if (!call.visitor) return;
  const name = nameOfVisitor(call);
  const visitor = visitors.get(name) || visitorRow(name);
  visitors.delete(name);
  visitors.set(name, visitor);
  visitor.calls += 1;
  visitor.last = call.visitor;
  for (const key of call.keys) visitor.keys.set(key.key, key);
  drawVisitor(visitor);
  byId('visitors').prepend(visitor.row);
  const [longestAway] = visitors.values();
  if (visitors.size > MAX_VISITORS) {
    longestAway.row.remove();
    visitors.delete(longestAway.name);
  }
  count('visitors', visitors.size);
}

function clearVisitors() {
  visitors.clear();
  byId('visitors').replaceChildren();
  count('visitors', 0);
}
`;
