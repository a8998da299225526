import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { systemClock } from '../../../src/core/clock.js';

describe('the system clock', () => {
  it('tells the wall time in milliseconds since the epoch', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('measures on the scale of performance.now()', () => {
    const before = performance.now();
    const monotonic = systemClock.monotonic();
    expect(monotonic).toBeGreaterThanOrEqual(before);
    expect(monotonic).toBeLessThanOrEqual(performance.now());
  });

  it('calls back once after the delay', async () => {
    const callback = jest.fn();
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        callback();
        resolve();
      });
    });
    await sleep(5);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('calls back at once where it is overdue, without a delay that Node would complain of', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    await new Promise<void>((resolve) => {
      systemClock.after(-1, resolve);
    });
    expect(timers).toHaveBeenCalledWith(expect.any(Function), 0);
    timers.mockRestore();
  });

  it('does not call back once cancelled', async () => {
    const callback = jest.fn();
    systemClock.after(1, callback)();
    await sleep(10);
    expect(callback).not.toHaveBeenCalled();
  });

  it.each([Infinity, 2 ** 31, 1e15])('does not take a delay of %p for none', async (delayMs) => {
    const callback = jest.fn();
    const cancel = systemClock.after(delayMs, callback);
    await sleep(10);
    cancel();
    expect(callback).not.toHaveBeenCalled();
  });

  it('does not keep the process alive', () => {
    const folder = mkdtempSync(join(tmpdir(), 'moe-clock-'));
    try {
      const source = readFileSync(join(__dirname, '../../../src/core/clock.ts'), 'utf8');
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
      });
      const script = join(folder, 'clock.cjs');
      writeFileSync(script, `${outputText}\nexports.systemClock.after(20000, () => undefined);`);
      const { status, signal } = spawnSync(process.execPath, [script], { timeout: 10_000 });
      expect({ status, signal }).toEqual({ status: 0, signal: null });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
