/** The form that makes preview links. */
export const previewScript = `
function variationSelect(experience) {
  const select = el('select', '');
  select.dataset.key = experience.key;
  select.append(new Option('as anybody gets it', ''));
  for (const audience of experience.audiences) {
    for (const { id } of audience.variations) select.append(new Option(audience.name + ' · ' + id, audience.id + '/' + id));
  }
  return select;
}

function showChoices(experiences) {
  const chosen = new Map([...document.querySelectorAll('#preview-choices select')].map((each) => [each.dataset.key, each.value]));
  const labels = experiences.map((experience) => {
    const select = variationSelect(experience);
    select.value = chosen.get(experience.key) || '';
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    return el('label', '', el('b', '', experience.key), select);
  });
  byId('preview-choices').replaceChildren(...labels);
  byId('preview-empty').hidden = experiences.length > 0;
}

function showMade(...nodes) {
  byId('preview-made').hidden = false;
  byId('preview-made').replaceChildren(...nodes);
}

function showLink({ url, expires }) {
  const link = el('a', 'mono', url);
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  const copy = button('Copy', () => navigator.clipboard.writeText(url).then(() => (copy.textContent = 'Copied')));
  showMade(link, el('span', 'quiet', 'ends ' + new Date(expires * 1000).toLocaleString([], { hour12: false })), copy);
}

async function makePreview(submitted) {
  submitted.preventDefault();
  const selects = [...document.querySelectorAll('#preview-choices select')];
  const response = await call('POST', 'preview', {
    forced: Object.fromEntries(selects.filter((each) => each.value).map((each) => [each.dataset.key, each.value])),
    explain: byId('preview-explain').checked,
    url: byId('preview-url').value,
    ttl: byId('preview-ttl').value,
    secret: byId('preview-secret').value,
  });
  const answer = await response.json();
  if (response.ok) showLink(answer);
  else showMade(el('span', 'note bad', answer.error));
}

// Where Express applications mostly are.
byId('preview-url').value = location.protocol + '//' + location.hostname + ':3000/';
byId('preview-form').addEventListener('submit', makePreview);
`;
