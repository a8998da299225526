import { createFaultBoard } from '../../../../src/emulator/faults/fault-board.js';

const fetchPath = '/v1/experiences/fetch';
const eventsPath = '/v1/experiences/events';
const open = () => createFaultBoard(() => undefined);

describe('the fault board', () => {
  it('is empty at first', () => {
    expect(open().take(fetchPath)).toBeUndefined();
  });

  it('gives a fault to every call until it is taken away', () => {
    const board = open();
    board.set({ kind: 'hang' });
    const during = [board.take(fetchPath)?.kind, board.take(eventsPath)?.kind];
    board.set(undefined);

    expect([...during, board.take(fetchPath)]).toEqual(['hang', 'hang', undefined]);
  });

  it('gives a fault with a number of times to so many calls', () => {
    const board = open();
    board.set({ kind: 'hang' }, { times: 2 });

    expect([1, 2, 3].map(() => board.take(fetchPath)?.kind)).toEqual(['hang', 'hang', undefined]);
  });

  it('gives a fault with a path to calls of that path only', () => {
    const board = open();
    board.set({ kind: 'hang' }, { path: '/events' });

    expect([board.take(fetchPath), board.take(eventsPath)?.kind]).toEqual([undefined, 'hang']);
  });

  it.each([
    ['before', ['/fetch', undefined]],
    ['after', [undefined, '/fetch']],
  ])('prefers the fault of the path, set %s the one for all', (_, order) => {
    const board = open();
    for (const path of order) board.set(path === undefined ? { kind: 'reset' } : { kind: 'hang' }, { path });

    expect([board.take(fetchPath)?.kind, board.take(eventsPath)?.kind]).toEqual(['hang', 'reset']);
  });

  it('keeps one fault for each path', () => {
    const board = open();
    board.set({ kind: 'hang' }, { path: '/fetch' });
    board.set({ kind: 'reset' }, { path: '/fetch' });

    expect(board.active).toEqual([{ fault: { kind: 'reset' }, path: '/fetch', left: undefined }]);
  });

  it('takes away the fault of one path and leaves the others', () => {
    const board = open();
    board.set({ kind: 'hang' }, { path: '/fetch' });
    board.set({ kind: 'reset' });
    board.set(undefined, { path: '/fetch' });

    expect(board.active.map(({ fault }) => fault.kind)).toEqual(['reset']);
  });

  it('leaves everything as it was where the new fault is refused', () => {
    const board = open();
    board.set({ kind: 'hang' });

    expect(() => {
      board.set({ kind: 'latency', ms: -1 });
    }).toThrow('MOE_EMULATOR_FAULT');
    expect(board.active).toHaveLength(1);
  });

  it('reports each change, counting down included', () => {
    const onChange = jest.fn();
    const board = createFaultBoard(onChange);
    board.set({ kind: 'hang' }, { times: 2 });
    board.take(fetchPath);
    board.take(fetchPath);
    board.take(fetchPath);

    expect(onChange).toHaveBeenCalledTimes(3);
  });
});
