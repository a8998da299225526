import { fetchChunks, readAnswer } from '../../../src/client/fetch-chunks.js';
import { answered, answerKeys, createScriptedTransport } from '../../support/scripted-transport.js';

const limits = { deadline: 1_500 };
const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `key-${index}`);

/** The keys that each call asks for, as they are sent. */
async function sentKeys(count: number): Promise<readonly (readonly unknown[])[]> {
  const transport = createScriptedTransport(answerKeys);
  await fetchChunks(transport, {}, keysOf(count), limits);
  return transport.bodies().map((body) => {
    const keys: unknown = Reflect.get(Object(body), 'experience_key');
    return Array.isArray(keys) ? Array.from<unknown>(keys) : [];
  });
}

describe('the calls of a fetch', () => {
  it.each([
    [0, []],
    [1, [1]],
    [24, [24]],
    [25, [25]],
    [26, [25, 1]],
    [50, [25, 25]],
    [60, [25, 25, 10]],
  ])('for %d keys ask for %j', async (count, sizes) => {
    const calls = await sentKeys(count);
    expect(calls.map((keys) => keys.length)).toEqual(sizes);
  });

  it('ask for every key once, in order', async () => {
    const calls = await sentKeys(60);
    expect(calls.flat()).toEqual(keysOf(60));
  });

  it('come to an outcome for every key, in order', async () => {
    const outcomes = await fetchChunks(createScriptedTransport(answerKeys), {}, keysOf(60), limits);
    expect(outcomes.flatMap(({ keys }) => keys)).toEqual(keysOf(60));
  });

  it("for 'all' is one, and names no key", async () => {
    const transport = createScriptedTransport(answerKeys);
    const outcomes = await fetchChunks(transport, {}, 'all', limits);
    expect(transport.bodies()).toEqual([{}]);
    expect(outcomes.map(({ keys }) => keys)).toEqual(['all']);
  });

  it('go to the fetch endpoint, each with the whole context and the same limits', async () => {
    const transport = createScriptedTransport(answerKeys);
    await fetchChunks(transport, { identity: { customerId: 'user_1' }, hourOfDay: '07' }, keysOf(26), limits);
    expect(transport.sent.map(({ request: { method, path } }) => `${method} ${path}`)).toEqual(
      Array(2).fill('POST /experiences/fetch'),
    );
    expect(transport.sent.every((sent) => sent.limits === limits)).toBe(true);
    expect(transport.bodies()).toMatchObject(
      Array(2).fill({ identifiers: { customer_id: 'user_1' }, TIME_OF_THE_DAY: '07' }),
    );
  });

  it('are under way side by side', () => {
    const transport = createScriptedTransport(() => new Promise(() => undefined));
    void fetchChunks(transport, {}, keysOf(60), limits);
    expect(transport.sent.length).toBe(3);
  });
});

describe('a call that fails', () => {
  it('costs its own keys only', async () => {
    const transport = createScriptedTransport((request, index) =>
      index === 1 ? { kind: 'failed', reason: 'NETWORK_ERROR' } : answerKeys(request),
    );
    const outcomes = await fetchChunks(transport, {}, keysOf(60), limits);
    expect(outcomes.map(({ kind, keys }) => [kind, keys.length])).toEqual([
      ['fetched', 25],
      ['failed', 25],
      ['fetched', 10],
    ]);
  });

  it.each(['null', '', '<html>', '{"experiences":', '[]', '{"experiences":[]}', '{}'])(
    'is one that is answered by %j with 200',
    async (body) => {
      const transport = createScriptedTransport(() => answered(body));
      await expect(fetchChunks(transport, {}, ['a'], limits)).resolves.toEqual([
        { kind: 'failed', keys: ['a'], failure: { reason: 'BAD_RESPONSE', status: 200 } },
      ]);
    },
  );
});

describe('readAnswer', () => {
  it.each(['TIMEOUT', 'NETWORK_ERROR', 'BAD_RESPONSE', 'ABORTED'] as const)('passes %s on', (reason) => {
    expect(readAnswer({ kind: 'failed', reason })).toEqual({ reason, status: undefined });
  });

  const others = [201, 204, 301, 302, 303, 304, 307, 308, 400, 404, 408, 413, 422, 500, 502, 503, 504, 599];

  it.each<[number, string]>([
    [401, 'UNAUTHORIZED'],
    [403, 'UNAUTHORIZED'],
    [429, 'RATE_LIMITED'],
    ...others.map((status): [number, string] => [status, 'HTTP_ERROR']),
  ])('takes %d for %s, whatever its body', (status, reason) => {
    expect(readAnswer(answered('{"experiences":{}}', status))).toEqual({ reason, status });
  });

  it('gives the parsed body of a 200', () => {
    expect(readAnswer(answered('{"a":1}'))).toEqual({ body: { a: 1 } });
  });

  it('gives no body where a 200 is no JSON', () => {
    expect(readAnswer(answered('<html>'))).toEqual({ body: undefined });
  });
});
