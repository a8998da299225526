import { findChangelogFaults } from './changelog.js';
import { readText } from './markdown.js';

it('the changelog keeps the form of Keep a Changelog', () => {
  expect(findChangelogFaults(readText('CHANGELOG.md'))).toEqual([]);
});

describe('a changelog', () => {
  const head = '# Changelog\n\nThe form: https://keepachangelog.com/en/1.1.0/\n\n';
  const unreleased = '## [Unreleased]\n\n### Added\n\n- A thing.\n\n';

  it('may hold releases with their dates', () => {
    expect(findChangelogFaults(`${head}${unreleased}## [0.1.0] - 2026-08-01\n\n### Fixed\n\n- A thing.\n`)).toEqual([]);
  });

  it.each([
    ['without its title', `x${head}${unreleased}`, "it does not begin with '# Changelog'"],
    ['without its form', `# Changelog\n\n${unreleased}`, 'it does not name its form'],
    ['without what is to come', `${head}## [0.1.0] - 2026-08-01\n`, 'the first section is not [Unreleased]'],
    ['with a release of no date', `${head}${unreleased}## [0.1.0]\n`, "'[0.1.0]' is no version with a date"],
    [
      'with another kind of change',
      `${head}## [Unreleased]\n\n### News\n\n- x\n`,
      "[Unreleased]: 'News' is no kind of change",
    ],
    ['with an empty kind', `${head}## [Unreleased]\n\n### Added\n\nx\n`, '[Unreleased]: nothing under Added'],
  ])('%s is not in the form', (_case, text, fault) => {
    expect(findChangelogFaults(text)).toEqual([fault]);
  });
});
