import { parseFetch } from '../../../../src/emulator/api/fetch-request.js';

describe('parseFetch', () => {
  it('reads every field, and the rest as in-session attributes', () => {
    const body = {
      identifiers: { customer_id: 'a', user_identifiers: { u_em: 'a@b' } },
      experience_key: ['one'],
      DAY_OF_THE_WEEK: 'Monday',
      TIME_OF_THE_DAY: '07',
      USER_IP_ADDRESS: '192.0.2.1',
      USER_AGENT: 'x',
      utm_source: 'mail',
    };

    expect(parseFetch(body)).toEqual({
      ok: true,
      request: {
        customerId: 'a',
        userIdentifiers: { u_em: 'a@b' },
        keys: ['one'],
        day: 'Monday',
        hour: '07',
        ipAddress: '192.0.2.1',
        userAgent: 'x',
        session: expect.objectContaining({ utm_source: 'mail' }),
      },
    });
  });

  it('checks a member named __proto__ as the in-session attribute that it is', () => {
    const body = JSON.parse('{"__proto__":5}') as Record<string, unknown>;

    expect(parseFetch(body)).toMatchObject({ ok: false, refusal: { problem: expect.stringMatching(/^__proto__: /) } });
  });

  it('tells the ledger what exactly is wrong', () => {
    expect(parseFetch({ identifiers: { customer_id: 5 } })).toMatchObject({
      refusal: { problem: 'identifiers.customer_id: Not a valid string.; received 5' },
    });
  });
});
