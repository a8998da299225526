/** The part of a response that a stream needs. */
export interface StreamReader {
  readonly writableLength: number;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(text: string): unknown;
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

export interface EventStream {
  /** Makes this response one of those that are told. Refuses where there are too many. */
  add(response: StreamReader): boolean;
  /** Tells everyone, as a server-sent event of this name. */
  send(name: string, data: unknown): void;
}

/** More open pages than anyone looks at. */
const maxReaders = 20;

/** A page that does not read is cut off before it costs memory. It comes back by itself. */
const maxUnreadBytes = 4 * 1024 * 1024;

export function createEventStream(): EventStream {
  const readers = new Set<StreamReader>();
  return {
    add(response) {
      if (readers.size >= maxReaders) return false;
      readers.add(response);
      response.once('close', () => readers.delete(response));
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      return true;
    },
    send(name, data) {
      if (readers.size === 0) return;
      const message = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const reader of readers) {
        if (reader.writableLength > maxUnreadBytes) reader.destroy();
        else reader.write(message);
      }
    },
  };
}
