/** The buttons that break things, and what is broken just now. */
export const faultsScript = `
const FAULTS = [
  ['Slow by 1 s', { kind: 'latency', ms: 1000 }],
  ['Hang', { kind: 'hang' }],
  ['Trickle', { kind: 'trickle', bytes: 16, everyMs: 100 }],
  ['Header trickle', { kind: 'header-trickle' }],
  ['Reset', { kind: 'reset' }],
  ['Status 500', { kind: 'status', status: 500 }],
  ['Status 401', { kind: 'status', status: 401 }],
  ['Rate limit', { kind: 'rate-limit', retryAfter: 5 }],
  ['Malformed', { kind: 'malformed' }],
  ['Truncated', { kind: 'truncated' }],
  ['Web page', { kind: 'html' }],
  ['Huge', { kind: 'huge', bytes: 50000000 }],
];
const faultButtons = new Map();

function call(method, path, body) {
  const init = body ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { method };
  return fetch('/__emulator/' + path, init);
}

function setFault(fault) {
  const path = byId('fault-path').value;
  const times = byId('fault-times').value;
  const filter = { ...(path && { path }), ...(times && { times: Number(times) }) };
  return call('POST', 'fault', { ...fault, ...filter });
}

function addFaultButtons() {
  for (const [label, fault] of FAULTS) {
    const node = el('button', '', label);
    node.type = 'button';
    node.addEventListener('click', () => setFault(node.getAttribute('aria-pressed') === 'true' ? {} : fault));
    faultButtons.set(JSON.stringify(fault), node);
    byId('fault-buttons').append(node);
  }
}

function describeFault({ fault, path, left }) {
  const { kind, ...details } = fault;
  const words = Object.entries(details).map(([name, value]) => (name === kind ? '' : name + ' ') + JSON.stringify(value));
  const scope = path ? 'calls of ' + path : 'every call';
  return [kind, ...words].join(' ') + ' on ' + scope + (left === undefined ? '' : ', ' + left + ' left');
}

function showFaults(faults) {
  const active = new Set(faults.map(({ fault }) => JSON.stringify(fault)));
  for (const [key, node] of faultButtons) node.setAttribute('aria-pressed', String(active.has(key)));
  const box = byId('faults');
  box.hidden = faults.length === 0;
  const rows = faults.map((each) => el('span', '', 'Broken: ' + describeFault(each)));
  box.replaceChildren(...rows, button('Mend all', () => call('DELETE', 'fault')));
}
`;
