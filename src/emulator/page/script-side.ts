/** The column of events and configured experiences. */
export const sideScript = `
let eventCount = 0;
let lastEvent = 0;

function eventTags(event) {
  const tags = [];
  if (event.conflict) tags.push(el('span', 'tag bad', 'UUID reused'));
  else if (event.duplicate) tags.push(el('span', 'tag fair', 'duplicate'));
  if (event.changedProfile) tags.push(el('span', 'tag fair', 'profile changed'));
  if (event.createdProfile) tags.push(el('span', 'tag fair', 'new profile'));
  return tags;
}

function showEvent(event, isFresh) {
  lastEvent = event.id;
  const isClick = event.action.endsWith('CLICKED');
  const head = el('div', 'head',
    el('span', 'time', clock(event.at)), el('span', isClick ? 'tag good' : 'tag', isClick ? 'click' : 'shown'),
    el('strong', 'clamped', event.experience), ...eventTags(event));
  const element = event.elementId ? ' · ' + event.elementId : '';
  const note = el('div', 'note clamped', event.customerId + ' · variation ' + event.variation + element);
  const list = byId('events');
  list.prepend(el('li', isFresh ? 'row fresh' : 'row', el('div', 'line', head, note)));
  while (list.childElementCount > MAX_ROWS) list.lastElementChild.remove();
  count('events', (eventCount += 1));
}

function showLastEvents(events) {
  const last = events.slice(-MAX_ROWS);
  eventCount = events.length - last.length;
  for (const each of last) showEvent(each, false);
}

const STATUS_KINDS = { Active: 'good', Paused: 'fair', Scheduled: '' };

function audienceCard(audience) {
  const conditions = audience.conditions.length > 0 ? audience.conditions : ['everybody'];
  const shares = audience.variations.map(({ id, share }) => id + ': ' + share + '%').join('  ');
  return el('div', 'key', el('div', 'head', el('strong', '', audience.name), el('span', 'time', audience.id)),
    el('ul', '', ...conditions.map((each) => el('li', '', each)), el('li', '', 'Variations ' + shares)));
}

function experienceRow(experience) {
  const control = experience.controlGroup > 0 ? el('span', 'tag', experience.controlGroup + '% control') : undefined;
  const head = el('div', 'head', el('strong', '', experience.key),
    el('span', 'tag ' + STATUS_KINDS[experience.status], experience.status), control);
  const name = experience.name === experience.key ? undefined : el('div', 'note', experience.name);
  const row = el('details', 'row', el('summary', '', head, name), el('div', 'body', ...experience.audiences.map(audienceCard)));
  row.dataset.key = experience.key;
  return row;
}

function showExperiences(experiences) {
  const open = new Set([...document.querySelectorAll('#experiences details[open]')].map((row) => row.dataset.key));
  const rows = experiences.map(experienceRow);
  for (const row of rows) row.open = open.has(row.dataset.key);
  byId('experiences').replaceChildren(...rows);
  count('experiences', experiences.length);
}
`;
