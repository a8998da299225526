import { decodeFetch } from '../../../src/client/decode-fetch.js';
import type { DecodedFetch } from '../../../src/client/decode-fetch.js';

const nestedText = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

function decode(text: string): DecodedFetch {
  const decoded = decodeFetch(JSON.parse(text));
  if (decoded === undefined) throw new Error('it is no answer');
  return decoded;
}

/** The answer for one experience beside a sound one. */
const besideGood = (experience: string): string =>
  `{"experiences":{"odd":${experience},"good":{"payload":{"Title":{"value":"Hi","data_type":"string"}},"experience_context":{"cid":"1"}}}}`;

const good = { key: 'good', variables: { Title: 'Hi' }, context: { cid: '1' } };

function expectGoodSibling(answer: DecodedFetch): void {
  expect(JSON.parse(JSON.stringify(answer.experiences.get('good')))).toEqual(good);
}

describe('an answer as the vendor documents it', () => {
  const context = {
    cid: '65eae5738ea5032b0ef60138_F_T_WP_AB_2_P_0_AU_42D',
    experience: 'Homepage Banner',
    moe_locale_id: '0',
    moe_variation_id: '2',
    audience_name: 'High Intent Users',
    audience_id: '42D',
    type: 'Web Personalization',
    experience_type: 'API based Experience',
    a_field_of_tomorrow: { kept: [true] },
  };
  const payload = {
    Title: { value: 'Free shipping on orders over ₹999', data_type: 'string' },
    Percent: { value: '20', data_type: 'number' },
    On: { value: 'true', data_type: 'boolean' },
    Rating: { value: '4.5', data_type: 'float' },
    Cta: { value: { label: 'Shop' }, data_type: 'json' },
    Bare: 'as it is',
  };
  const answer = decode(
    JSON.stringify({ experiences: { 'homepage-banner': { payload, experience_context: context } } }),
  );
  const experience = answer.experiences.get('homepage-banner');

  it('gives the decoded variables', () => {
    expect({ ...experience?.variables }).toEqual({
      Title: 'Free shipping on orders over ₹999',
      Percent: 20,
      On: true,
      Rating: 4.5,
      Cta: { label: 'Shop' },
      Bare: 'as it is',
    });
  });

  it('gives the context whole, unknown fields included', () => {
    expect(experience?.context).toEqual(context);
  });

  it('drops nothing and reports no failure', () => {
    expect([answer.dropped, answer.failures]).toEqual([[], []]);
  });

  it('is frozen', () => {
    expect([experience, experience?.variables, experience?.context].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('has variables without inherited members', () => {
    const inherited = ['constructor', 'toString', '__proto__'].map((name) => experience?.variables[name]);
    expect(inherited).toEqual([undefined, undefined, undefined]);
  });
});

describe('a body that is no answer', () => {
  it.each([
    'null',
    'true',
    '1',
    '"experiences"',
    '[]',
    '[{"experiences":{}}]',
    '{}',
    '{"experience":{}}',
    '{"experiences":null}',
    '{"experiences":[]}',
    '{"experiences":"{}"}',
    '{"experiences":0}',
    '{"experiences":false}',
    '{"data":{"experiences":{}}}',
    '{"title":"Invalid Field Value","description":"x","code":"GvHogFKc"}',
    '{"__proto__":{"experiences":{}}}',
  ])('%s is refused', (text) => {
    expect(decodeFetch(JSON.parse(text))).toBeUndefined();
  });

  it('undefined, for what was no JSON, is refused', () => {
    expect(decodeFetch(undefined)).toBeUndefined();
  });
});

describe('an experience that did not match', () => {
  it.each([
    'null',
    '{}',
    '{"payload":{}}',
    '{"payload":null}',
    '{"experience_context":{"cid":"1"}}',
    '{"payload":{},"experience_context":{"cid":"1"}}',
    '{"payload":{},"experience_context":null}',
    '{"__proto__":{"payload":{"a":"b"}}}',
  ])('%s is neither there nor dropped', (experience) => {
    const answer = decode(besideGood(experience));
    expect(answer.experiences.has('odd')).toBe(false);
    expect(answer.dropped).toEqual([]);
    expectGoodSibling(answer);
  });

  it('leaves an empty answer a success', () => {
    expect(decode('{"experiences":{}}').experiences.size).toBe(0);
  });
});

describe('an experience that can not be read', () => {
  const noObject = 'it is not an object';
  const noPayload = 'its payload is not an object';
  const noValue = 'no value of its payload can be read';

  it.each([
    ['"text"', noObject],
    ['""', noObject],
    ['7', noObject],
    ['0', noObject],
    ['true', noObject],
    ['false', noObject],
    ['[]', noObject],
    ['[{"payload":{"a":"b"}}]', noObject],
    ['{"payload":"text"}', noPayload],
    ['{"payload":""}', noPayload],
    ['{"payload":7}', noPayload],
    ['{"payload":0}', noPayload],
    ['{"payload":false}', noPayload],
    ['{"payload":true}', noPayload],
    ['{"payload":[]}', noPayload],
    ['{"payload":[{"Title":{"value":"x"}}]}', noPayload],
    ['{"payload":{"a":{"data_type":"string"}}}', noValue],
    ['{"payload":{"a":{"data_type":"json"},"b":{"data_type":null}}}', noValue],
    ['{"payload":{"__proto__":{"value":"x"}}}', noValue],
    [`{"payload":{"a":{"value":${nestedText(33)}}}}`, noValue],
    [`{"payload":{"a":${nestedText(33)}}}`, noValue],
  ])('%s is dropped, since %s', (experience, problem) => {
    const answer = decode(besideGood(experience));
    expect(answer.dropped).toEqual([{ key: 'odd', problem }]);
    expect(answer.experiences.has('odd')).toBe(false);
    expectGoodSibling(answer);
  });

  it('is dropped where it is 400,000 levels deep', () => {
    const answer = decode(besideGood(`{"payload":{"a":${nestedText(400_000)}}}`));
    expect(answer.dropped).toEqual([{ key: 'odd', problem: noValue }]);
    expectGoodSibling(answer);
  });
});

describe('an experience that is odd but can be read', () => {
  it.each<[string, object]>([
    ['{"payload":{"a":{"value":null}}}', { a: null }],
    ['{"payload":{"a":null}}', { a: null }],
    ['{"payload":{"a":1,"b":{"data_type":"json"}}}', { a: 1 }],
    [`{"payload":{"a":1,"b":${nestedText(33)}}}`, { a: 1 }],
    ['{"payload":{"a":1,"__proto__":{"x":1}}}', { a: 1 }],
    ['{"payload":{"a":{"value":"x","data_type":[]}}}', { a: 'x' }],
    ['{"payload":{"a":[{"value":"x"}]}}', { a: [{ value: 'x' }] }],
    ['{"payload":{"":"unnamed"}}', { '': 'unnamed' }],
    ['{"payload":{"constructor":"c","toString":"t"}}', { constructor: 'c', toString: 't' }],
    ['{"payload":{"a":1},"more":{"b":2}}', { a: 1 }],
  ])('%s gives %j', (experience, variables) => {
    const answer = decode(besideGood(experience));
    expect({ ...answer.experiences.get('odd')?.variables }).toEqual(variables);
    expect(answer.dropped).toEqual([]);
    expectGoodSibling(answer);
  });

  it.each(['null', '[]', '"text"', '7', 'true', nestedText(33), `{"a":${nestedText(32)}}`, '[{"cid":"1"}]'])(
    'has an empty context where that is %s',
    (context) => {
      const answer = decode(besideGood(`{"payload":{"a":1},"experience_context":${context}}`));
      expect(answer.experiences.get('odd')?.context).toEqual({});
      expectGoodSibling(answer);
    },
  );

  it('has a context without __proto__ at any level', () => {
    const context = '{"__proto__":{"x":1},"cid":"1","more":{"__proto__":{"x":1},"b":[{"__proto__":1}]}}';
    const answer = decode(besideGood(`{"payload":{"a":1},"experience_context":${context}}`));
    expect(JSON.stringify(answer.experiences.get('odd')?.context)).toBe('{"cid":"1","more":{"b":[{}]}}');
  });
});

describe('the keys of an answer', () => {
  it.each(['__proto__', 'constructor', 'toString', '', 'k'.repeat(10_000)])(
    'may be %j, a key like any other',
    (key) => {
      const answer = decode(`{"experiences":{${JSON.stringify(key)}:{"payload":{"a":1}}}}`);
      expect(answer.experiences.get(key)?.key).toBe(key);
      expect(Reflect.get({}, 'payload')).toBeUndefined();
    },
  );

  it('may be more than 25', () => {
    const experiences = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`k${i}`, { payload: { a: i } }]));
    expect(decode(JSON.stringify({ experiences })).experiences.size).toBe(60);
  });
});

describe('members beside the experiences', () => {
  const failing = (failures: string): DecodedFetch['failures'] =>
    decode(`{"experiences":{},"failures":${failures}}`).failures;

  it('tell which keys failed and why', () => {
    expect(failing('[{"reason":"USER_NOT_IN_SEGMENT","experienceKeys":["a","b"]}]')).toEqual([
      { reason: 'USER_NOT_IN_SEGMENT', keys: ['a', 'b'] },
    ]);
  });

  it.each([
    ['null', []],
    ['{}', []],
    ['"text"', []],
    ['[]', []],
    ['[null,7,"x",[],{}]', []],
    ['[{"experienceKeys":["a"]}]', []],
    ['[{"reason":7,"experienceKeys":["a"]}]', []],
    ['[{"reason":"X"}]', [{ reason: 'X', keys: [] }]],
    ['[{"reason":"X","experienceKeys":"a"}]', [{ reason: 'X', keys: [] }]],
    ['[{"reason":"X","experienceKeys":["a",7,null,["b"]]}]', [{ reason: 'X', keys: ['a'] }]],
    ['[7,{"reason":"X","experienceKeys":["a"],"more":1}]', [{ reason: 'X', keys: ['a'] }]],
    [nestedText(400_000), []],
  ])('failures of %s are tolerated', (text, failures) => {
    expect(failing(text)).toEqual(failures);
  });

  it('that nobody knows are let pass', () => {
    const answer = decode(`{"a":1,"experiences":{"k":{"payload":{"a":1}}},"__proto__":{"x":1},"z":${nestedText(9)}}`);
    expect([...answer.experiences.keys()]).toEqual(['k']);
  });
});
