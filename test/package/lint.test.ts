import { createProject, packageIn, tarballPath } from './project.js';
import { binary, root, run } from './process.js';

it('publint finds nothing to say about the package', async () => {
  const project = await createProject({ consumer: 'javascript' });

  const said = await run(root, binary('publint'), 'run', packageIn(project), '--strict', '--pack', 'false');

  expect(said).toContain('All good!');
});

it('the types are right for whoever resolves them', async () => {
  // Without `node10`, which knows no `exports`: no Node that this package runs on resolves in that way.
  const flags = ['--profile', 'node16', '--format', 'ascii', '--no-definitely-typed', '--no-color', '--no-emoji'];

  // It ends with an error where it has found one.
  const said = await run(root, binary('attw'), tarballPath, ...flags);

  expect(said.match(/^node16 \(from (?:CJS|ESM)\): OK \((?:CJS|ESM|JSON)\)$/gm)).toHaveLength(14);
  expect(said.match(/^bundler: OK/gm)).toHaveLength(7);
});
