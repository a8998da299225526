import { lazily } from '../../../src/core/lazily.js';

describe('what is made lazily', () => {
  it('is not made before somebody wants it', () => {
    const create = jest.fn(() => ({}));
    lazily(create);

    expect(create).not.toHaveBeenCalled();
  });

  it('is made once', () => {
    const create = jest.fn(() => ({}));
    const get = lazily(create);

    expect(get()).toBe(get());
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is made once where it is nothing', () => {
    const create = jest.fn((): string | undefined => undefined);
    const get = lazily(create);

    expect([get(), get()]).toEqual([undefined, undefined]);
    expect(create).toHaveBeenCalledTimes(1);
  });
});
