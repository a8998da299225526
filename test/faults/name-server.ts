import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

/** What becomes of a question: `answer` with this machine, `deny` that there is such a name, or say nothing. */
export type NameFault = 'answer' | 'deny' | 'swallow';

export interface NameServer {
  set(fault: NameFault): void;
  /** Questions that came, repeated ones too. */
  questions(): number;
}

const headerBytes = 12;
const typeAndClassBytes = 4;
const ipv4 = 1;
const flagsOf = { answer: 0x8180, deny: 0x8183 } as const;

/** The name asked for, of no lifetime: 127.0.0.1. */
const thisMachine = Buffer.from('c00c000100010000000000047f000001', 'hex');

/** Where the name in the question ends. */
function endOfName(query: Buffer): number {
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) at += length + 1;
  return at + 1;
}

function replyTo(query: Buffer, fault: 'answer' | 'deny'): Buffer {
  const end = endOfName(query);
  const isAnswered = fault === 'answer' && query.readUInt16BE(end) === ipv4;
  const header = Buffer.alloc(headerBytes);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(flagsOf[fault], 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isAnswered ? 1 : 0, 6);
  const question = query.subarray(headerBytes, end + typeAndClassBytes);
  return Buffer.concat([header, question, ...(isAnswered ? [thisMachine] : [])]);
}

/** A name server on loopback, at the one port that the C library asks, which knows every name. */
export async function openNameServer(address: string): Promise<NameServer> {
  let fault: NameFault = 'answer';
  let questions = 0;
  // Some machines have a name server on all of their addresses.
  const socket: Socket = createSocket({ type: 'udp4', reuseAddr: true }, (query, { port, address: asker }) => {
    questions += 1;
    if (fault !== 'swallow') socket.send(replyTo(query, fault), port, asker);
  });
  await once(socket.bind(53, address), 'listening');
  socket.unref();
  return {
    set(next) {
      fault = next;
    },
    questions: () => questions,
  };
}
