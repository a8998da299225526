import { createSafeObserver } from '../../../src/core/observer.js';

const change = { from: 'closed', to: 'open' } as const;

describe('a safe observer', () => {
  it('passes events on to the hook, called on the object that it came with', () => {
    const seen: unknown[] = [];
    const observer = {
      name: 'mine',
      onBreaker(event: unknown) {
        seen.push([this.name, event]);
      },
    };

    createSafeObserver(observer).onBreaker(change);

    expect(seen).toEqual([['mine', change]]);
  });

  it('takes events that nobody has a hook for', () => {
    expect(() => {
      createSafeObserver({}).onBreaker(change);
    }).not.toThrow();
  });

  it('swallows what a hook throws', () => {
    const observer = createSafeObserver({
      onBreaker: () => {
        throw new Error('broken dashboard');
      },
    });

    expect(() => {
      observer.onBreaker(change);
    }).not.toThrow();
  });

  it('swallows what an async hook rejects with', async () => {
    const unhandled = jest.fn();
    process.once('unhandledRejection', unhandled);
    const failing: () => unknown = () => Promise.reject(new Error('broken dashboard'));
    const observer = createSafeObserver({ onBreaker: failing });

    observer.onBreaker(change);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);

    expect(unhandled).not.toHaveBeenCalled();
  });
});
