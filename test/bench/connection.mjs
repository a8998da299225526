import { connect } from 'node:net';

/** @typedef {{ status: number, body: string }} Answer Status 0: the connection ended before the answer did. */

const lengthHeader = /\r\ncontent-length: (\d+)/i;

/** The answer at the start of the text, or `undefined` while it is not whole. Every page here has a Content-Length or ends chunked. */
function parseAnswer(text) {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = text.slice(0, headEnd);
  const length = lengthHeader.exec(head)?.[1];
  const end = length === undefined ? text.indexOf('0\r\n\r\n', headEnd) + 5 : headEnd + 4 + Number(length);
  if (end === 4 || text.length < end) return undefined;
  return { status: Number(head.slice(9, 12)), body: text.slice(headEnd + 4, end) };
}

/**
 * One kept-alive connection that asks one thing at a time. By hand, so that the load costs little beside what it loads:
 * they share two cores.
 */
export class Connection {
  #port;
  #socket;
  #text = '';
  #resolve;

  constructor(port) {
    this.#port = port;
  }

  /**
   * @param {string} request Head, with its empty line.
   * @returns {Promise<Answer>}
   */
  ask(request) {
    this.#socket ??= this.#open();
    this.#socket.write(request, 'latin1');
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  close() {
    this.#socket?.destroy();
  }

  #open() {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#receive(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#socket = undefined;
      this.#finish({ status: 0, body: '' });
    });
    return socket;
  }

  #receive(text) {
    this.#text += text;
    const answer = parseAnswer(this.#text);
    if (answer) this.#finish(answer);
  }

  #finish(answer) {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#text = '';
    resolve?.(answer);
  }
}
