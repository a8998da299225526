import { inspect } from 'node:util';
import { defineScript } from '../../../../src/adapters/redis/redis-script.js';
import { settle } from '../../../support/deliveries.js';
import { codeOf, makeLink } from '../../../support/redis-fake-link.js';

describe('a command', () => {
  it('is given up after 50 ms, and taken back if it was not written yet', async () => {
    const made = makeLink();
    const code = codeOf(made.link.command(['GET', 'key']));
    await made.pass(49);
    expect(made.link.isUsable).toBe(true);
    await made.pass(1);
    expect([await code, made.client.sent[0]?.signal?.aborted]).toEqual(['TIMEOUT', true]);
    expect(made.link.isUsable).toBe(false);
  });

  it('leaves no timer where it is answered', async () => {
    const { link, client, clock } = makeLink();
    const reply = link.command(['GET', 'key']);
    client.sent[0]?.reply('value');
    expect([await reply, clock.pendingTimers]).toEqual(['value', 0]);
  });

  it('is not given up where it was the process that was late', async () => {
    const { link, client, clock } = makeLink();
    const reply = link.command(['GET', 'key']);
    clock.stall(300);
    client.sent[0]?.reply('value');
    expect([await reply, link.isUsable]).toEqual(['value', true]);
  });

  it('is given up though the process was late, where there is no reply by then', async () => {
    const { link, clock } = makeLink();
    const code = codeOf(link.command(['GET', 'key']));
    clock.stall(300);
    clock.advance(20);
    expect(await code).toBe('TIMEOUT');
  });

  it('fails with its connection', async () => {
    const { link, client } = makeLink();
    const code = codeOf(link.command(['GET', 'key']));
    client.sent[0]?.fail('Socket closed unexpectedly');
    expect([await code, link.isUsable]).toEqual(['CONNECTION', false]);
  });

  it('fails where the client throws', async () => {
    const { link, client } = makeLink();
    client.sendCommand = () => {
      throw new TypeError('Invalid argument type');
    };
    expect(await codeOf(link.command(['GET', 'key']))).toBe('CONNECTION');
  });

  it('that is refused says nothing against the others', async () => {
    const { link, client, warned } = makeLink();
    const code = codeOf(link.command(['SET', 'key', 'value']));
    client.sent[0]?.fail("OOM command not allowed when used memory > 'maxmemory'.");
    expect([await code, link.isUsable]).toEqual(['OOM', true]);
    expect(warned()).toEqual(['Redis refuses commands (OOM)']);
  });

  it.each(['LOADING Redis is loading', 'BUSY Redis is busy', 'MASTERDOWN Link', 'NOAUTH Authentication required.'])(
    'that is refused as all are means that Redis is away: %s',
    async (message) => {
      const { link, client } = makeLink();
      const code = codeOf(link.command(['GET', 'key']));
      client.sent[0]?.fail(message);
      expect([await code, link.isUsable]).toEqual([message.split(' ')[0], false]);
    },
  );

  it('tells in its failure neither what it was nor what the server said', async () => {
    const { link, client } = makeLink();
    const failure = link.command(['SET', 'secret-key', 'secret-value']).catch((error: unknown) => error);
    client.sent[0]?.fail('ERR wrong secret-value for secret-key');
    const error = await failure;
    expect(`${inspect(error, { depth: 9 })} ${JSON.stringify(error)}`).not.toMatch(/secret/);
  });
});

describe('a script', () => {
  const script = defineScript('return 1');

  it('is sent by its hash, and by its text where the server does not know it', async () => {
    const { link, client } = makeLink();
    const reply = link.script(script, ['key'], ['one', 'two']);
    expect(client.sent[0]?.args).toEqual(['EVALSHA', script.sha1, '1', 'key', 'one', 'two']);
    client.sent[0]?.fail('NOSCRIPT No matching script. Please use EVAL.');
    await settle();
    expect(client.sent[1]?.args).toEqual(['EVAL', 'return 1', '1', 'key', 'one', 'two']);
    client.sent[1]?.reply(1);
    expect(await reply).toBe(1);
  });

  it('takes no longer for that', async () => {
    const { link, client, pass } = makeLink();
    const code = codeOf(link.script(script, [], []));
    await pass(30);
    client.sent[0]?.fail('NOSCRIPT No matching script.');
    await settle();
    await pass(20);
    expect(await code).toBe('TIMEOUT');
  });

  it('warns of no such thing', async () => {
    const { link, client, warned } = makeLink();
    void link.script(script, [], []);
    client.sent[0]?.fail('NOSCRIPT No matching script.');
    await settle();
    expect(warned()).toEqual([]);
  });
});
