import { callsScript } from './script-calls.js';
import { elementsScript } from './script-elements.js';
import { faultsScript } from './script-faults.js';
import { reportsScript } from './script-reports.js';
import { previewScript } from './script-preview.js';
import { sideScript } from './script-side.js';
import { visitorsScript } from './script-visitors.js';

const startScript = `
function clearRows() {
  byId('calls').replaceChildren();
  byId('events').replaceChildren();
  clearReports();
  clearVisitors();
  callRows.clear();
  eventCount = 0;
  callCount = 0;
  lastEvent = 0;
  count('calls', 0);
  count('events', 0);
}

function showProblems(problems, file) {
  const box = byId('problems');
  box.hidden = problems.length === 0;
  const lines = problems.map(({ line, path, message }) =>
    el('div', '', [line === undefined ? '' : 'line ' + line, path].filter(Boolean).join(', ') + ': ' + message));
  box.replaceChildren(el('p', '', (file || 'The file') + ' is not used as it stands; the last good version still is'), ...lines);
}

function showState(state) {
  byId('workspace').textContent = state.workspaceId + (state.configFile ? ' · ' + state.configFile : '');
  showProblems(state.problems, state.configFile);
  showFaults(state.faults);
  showExperiences(state.experiences);
  showChoices(state.experiences);
}

async function load(path) {
  const response = await fetch('/__emulator/' + path);
  return response.json();
}

async function showAll() {
  const [state, ledger] = await Promise.all([load('state'), load('ledger')]);
  clearRows();
  showState(state);
  showLastCalls(ledger.calls);
  showLastEvents(ledger.events);
  for (const each of ledger.reports) showReport(each);
}

// What came with the ledger comes again where it waited meanwhile, with figures that are older by now.
function showEventEntry({ event, report }) {
  if (event.id <= lastEvent) return;
  showEvent(event, true);
  if (report) showReport(report);
}

function listen() {
  const source = new EventSource('/__emulator/stream');
  const live = byId('live');
  // What comes while the ledger is being read waits its turn, or it would be wiped by it.
  let ready = Promise.resolve();
  const on = (name, handle) => source.addEventListener(name, (message) => {
    ready = ready.then(() => handle(JSON.parse(message.data)));
  });
  source.addEventListener('open', () => {
    live.textContent = 'Live';
    live.classList.add('on');
    ready = showAll();
  });
  source.addEventListener('error', () => {
    live.textContent = 'Emulator not running';
    live.classList.remove('on');
  });
  on('call', (entry) => showCall(entry.call, true));
  on('event', showEventEntry);
  on('clear', clearRows);
  on('state', showState);
}

byId('clear').addEventListener('click', () => call('DELETE', 'ledger'));
addFaultButtons();
listen();
`;

const scope = ["'use strict';\n(() => {\n", '})();\n'] as const;

/** The page's script, complete. */
export const pageScript: string =
  scope[0] +
  elementsScript +
  callsScript +
  reportsScript +
  visitorsScript +
  sideScript +
  faultsScript +
  previewScript +
  startScript +
  scope[1];
