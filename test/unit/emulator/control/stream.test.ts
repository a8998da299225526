import { EventEmitter } from 'node:events';

import { createEventStream } from '../../../../src/emulator/control/stream.js';
import { fetchKeys, startEmulator } from '../support-server.js';

class Reader extends EventEmitter {
  readonly written: string[] = [];
  readonly destroy = jest.fn();
  readonly writeHead = jest.fn();
  writableLength = 0;
  write(text: string): void {
    this.written.push(text);
  }
}

describe('the stream', () => {
  it('tells every reader, as server-sent events', () => {
    const stream = createEventStream();
    const readers = [new Reader(), new Reader()];
    readers.forEach((reader) => stream.add(reader));
    stream.send('call', { a: 'line\nbreak' });

    expect(readers.map(({ written }) => written.at(-1))).toEqual(
      Array(2).fill('event: call\ndata: {"a":"line\\nbreak"}\n\n'),
    );
  });

  it('tells nothing more to a reader that has gone', () => {
    const stream = createEventStream();
    const reader = new Reader();
    stream.add(reader);
    reader.emit('close');
    stream.send('call', {});

    expect(reader.written).toEqual(['retry: 1000\n\n']);
  });

  it('cuts off a reader that does not read', () => {
    const stream = createEventStream();
    const reader = new Reader();
    stream.add(reader);
    reader.writableLength = 5 * 1024 * 1024;
    stream.send('call', {});

    expect(reader.destroy).toHaveBeenCalled();
    expect(reader.written).toHaveLength(1);
  });

  it('takes twenty readers and no more', () => {
    const stream = createEventStream();
    const taken = Array.from({ length: 21 }, () => stream.add(new Reader()));

    expect([taken.filter(Boolean).length, taken.at(-1)]).toEqual([20, false]);
  });

  it('brings calls to an open page as they come', async () => {
    const emulator = await startEmulator();
    const { body } = await fetch(`${emulator.url}/__emulator/stream`);
    await fetchKeys(emulator, 'home-hero');
    let text = '';
    for await (const piece of body ?? []) {
      text += Buffer.from(piece as Uint8Array).toString();
      if (text.includes('"outcome":"answered"')) break;
    }

    expect(text.match(/^event: .+$/gm)).toEqual(['event: call', 'event: call']);
  });
});
