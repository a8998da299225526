import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createConfigSource } from '../../../../src/emulator/config/source.js';
import type { ConfigSource } from '../../../../src/emulator/config/source.js';

let folder: string;
let path: string;
let source: ConfigSource | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  path = join(folder, 'emulator.yaml');
  writeFileSync(path, 'workspaceId: EMU_FIRST\n');
});

afterEach(() => {
  source?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the file; the promise settles at the next reading of it. */
function open() {
  let tell: (text: string) => void = () => undefined;
  const next = new Promise<string>((resolve) => {
    tell = resolve;
  });
  source = createConfigSource(undefined, path, {
    onConfig: ({ workspaceId }) => {
      tell(workspaceId);
    },
    onProblems: ([problem]) => {
      tell(`line ${problem?.line ?? ''}`);
    },
  });
  return { source, next };
}

describe('a configuration from a file', () => {
  it('is read at once', () => {
    expect(open().source).toMatchObject({ current: { workspaceId: 'EMU_FIRST' }, fileName: 'emulator.yaml' });
  });

  it('is read again when the file is written', async () => {
    const { next } = open();
    writeFileSync(path, 'workspaceId: EMU_SECOND\n');

    await expect(next).resolves.toBe('EMU_SECOND');
  });

  it('is read again when the file is replaced, as editors do', async () => {
    const { next } = open();
    writeFileSync(join(folder, 'other'), 'workspaceId: EMU_SECOND\n');
    renameSync(join(folder, 'other'), path);

    await expect(next).resolves.toBe('EMU_SECOND');
  });

  it('stays what it was through a broken edit, and reports it', async () => {
    const { next, source: opened } = open();
    writeFileSync(path, 'workspaceId: EMU_SECOND\nrateLimit: none\n');

    await expect(next).resolves.toBe('line 2');
    expect(opened.current.workspaceId).toBe('EMU_FIRST');
    expect(opened.problems).toHaveLength(1);
  });

  it('has no problems any more once the file is mended', () => {
    const { source: opened } = open();
    writeFileSync(path, 'rateLimit: none\n');
    const broken = opened.reload();
    writeFileSync(path, 'workspaceId: EMU_THIRD\n');

    expect([broken, opened.reload(), opened.problems]).toEqual([false, true, []]);
    expect(opened.current.workspaceId).toBe('EMU_THIRD');
  });

  it('throws where the first reading fails', () => {
    writeFileSync(path, 'rateLimit: none\n');

    expect(open).toThrow(/^emulator\.yaml is not valid:\n {2}line 1, rateLimit: /);
  });
});

describe('a configuration from an object', () => {
  it('has nothing to read again', () => {
    const listener = { onConfig: jest.fn(), onProblems: jest.fn() };
    const fixed = createConfigSource({ workspaceId: 'EMU_FIXED' }, undefined, listener);

    expect([fixed.current.workspaceId, fixed.fileName, fixed.reload()]).toEqual(['EMU_FIXED', undefined, true]);
    expect(listener.onConfig).not.toHaveBeenCalled();
  });
});
