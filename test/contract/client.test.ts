import { join } from 'node:path';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { createPersonalize } from '../../src/index.js';
import type { EventAction, EventElement, ExperienceStatus, Personalize, PersonalizeClient } from '../../src/index.js';
import { fixturesFolder, readFixtures, toExpectation } from './fixture.js';
import type { WireFixture } from './fixture.js';
import { startEmulator } from './wire-client.js';

// The client, through its own wire to the emulator: what it is asked is made of the requests of the contract's cases, and
// what comes over the wire has to be these requests again, member by member.

interface FetchBody {
  readonly identifiers?: {
    readonly customer_id?: string;
    readonly user_identifiers?: Readonly<Record<string, string>>;
  };
  readonly experience_key?: readonly string[];
  readonly DAY_OF_THE_WEEK?: string;
  readonly TIME_OF_THE_DAY?: string;
  readonly USER_IP_ADDRESS?: string;
  readonly USER_AGENT?: string;
}

interface WireAction {
  readonly action: string;
  readonly moe_event_uuid: string;
  readonly event_time: number;
  readonly platform?: EventAction['platform'];
  readonly attributes: EventAction['attributes'];
}

interface EventsBody {
  readonly elements: readonly {
    readonly customer_id: string;
    readonly user_timezone_offset?: number;
    readonly actions: readonly WireAction[];
  }[];
}

type Query = Parameters<PersonalizeClient['fetchExperiences']>[0];

function queryOf(body: FetchBody): Query {
  const { identifiers, experience_key, DAY_OF_THE_WEEK, TIME_OF_THE_DAY, USER_IP_ADDRESS, USER_AGENT, ...rest } = body;
  const { customer_id: customerId, user_identifiers: userIdentifiers } = identifiers ?? {};
  return {
    keys: experience_key ?? 'all',
    identity: { ...(customerId && { customerId }), ...(userIdentifiers && { userIdentifiers }) },
    dayOfWeek: DAY_OF_THE_WEEK as Query['dayOfWeek'],
    hourOfDay: TIME_OF_THE_DAY,
    ipAddress: USER_IP_ADDRESS,
    userAgent: USER_AGENT,
    attributes: rest,
  };
}

const elementsOf = ({ elements }: EventsBody): readonly EventElement[] =>
  elements.map(({ customer_id, user_timezone_offset, actions }) => ({
    customerId: customer_id,
    utcOffsetSeconds: user_timezone_offset,
    actions: actions.map(({ action, moe_event_uuid, event_time, platform, attributes }) => ({
      action: action === 'MOE_PERSONALIZATION_MESSAGE_CLICKED' ? 'clicked' : 'shown',
      uuid: moe_event_uuid,
      timeSeconds: event_time,
      platform,
      attributes,
    })),
  }));

/** Where the client sends something else, since it says the same, or says more. */
const otherwise: Readonly<Record<string, (body: FetchBody) => readonly object[]>> = {
  'empty identifiers are nobody': ({ experience_key }) => [{ experience_key }],
  'the same key twice is one key': () => [{ experience_key: ['homepage-banner'] }],
  'an empty list of keys specifies none': () => [],
  'the twenty-sixth key is dropped in silence': ({ experience_key = [] }) => [
    { experience_key: experience_key.slice(0, 25) },
    { experience_key: experience_key.slice(25) },
  ],
};

/** Without what would change a customer's profile, which the client never sends, and with what it always does. */
const reportOf = ({ elements }: EventsBody): object => ({
  elements: elements.map(({ customer_id, user_timezone_offset, actions }) => ({
    customer_id,
    user_timezone_offset,
    actions: actions.map((action) => ({ platform: 'web', ...action })),
  })),
});

interface AnswerBody {
  readonly experiences: Readonly<Record<string, { readonly payload: object; readonly experience_context: object }>>;
}

/** What the answer says, as far as it needs no typing: that has its own tests. */
const sketchOf = ({ experiences }: AnswerBody): unknown =>
  Object.entries(experiences).map(([key, { payload, experience_context }]) => [
    key,
    Object.keys(payload).sort(),
    toExpectation(experience_context),
  ]);

interface MetadataBody {
  readonly metadata: { readonly experiences: readonly Readonly<Record<string, string>>[] };
}

/** What a case filters by: everything where it says nothing, and nothing where it says so. */
function statusesOf({ request: { path } }: WireFixture): readonly ExperienceStatus[] | undefined {
  const filter = new URL(path, 'http://wire').searchParams.get('status');
  // The client takes no other statuses, which is what some of the cases are about.
  return filter === null ? undefined : (filter.split(',').filter((name) => name !== '') as ExperienceStatus[]);
}

/** To these filters the API answers as if nothing were there; the client says that they are wrong. */
const misspelt: readonly string[] = [
  'a status in lower case gives nothing',
  'a space beside the comma spoils that status',
  'a status that does not exist gives nothing',
];

const cases = (file: string): readonly [string, WireFixture][] =>
  readFixtures(file).map((fixture) => [fixture.name, fixture]);

describe('the client speaks as the contract has it', () => {
  let emulator: Emulator;
  let personalize: Personalize;

  beforeAll(async () => {
    const now = (): number => Date.UTC(2026, 7, 3, 14, 30);
    emulator = await startEmulator({ configFile: join(fixturesFolder, 'workspace.yaml'), now });
    const { baseUrl, workspaceId, apiKey } = emulator;
    personalize = createPersonalize({ baseUrl, workspaceId, apiKey, timeoutMs: 10_000 });
  });
  afterAll(() => personalize.close());

  /** What the emulator is sent while this is done. */
  const sentWhile = async (work: () => Promise<unknown>): Promise<readonly unknown[]> => {
    const last = emulator.ledger.calls.at(-1)?.id ?? 0;
    await work();
    const calls = emulator.ledger.calls.filter(({ id }) => id > last);
    expect(calls.map(({ status, problem }) => [status, problem])).toEqual(calls.map(() => [200, undefined]));
    return calls.map(({ request }) => request);
  };

  it.each(cases('fetch'))('fetch: %s', async (_, fixture) => {
    const body = fixture.request.body as FetchBody;
    const other = otherwise[fixture.name];
    const sent = await sentWhile(async () => {
      const { experiences, dropped } = await personalize.client.fetchExperiences(queryOf(body));
      if (other) return;
      expect(experiences.map(({ key, variables, context }) => [key, Object.keys(variables).sort(), context])).toEqual(
        sketchOf(fixture.response.body as AnswerBody),
      );
      expect(dropped).toEqual([]);
    });
    expect(sent).toEqual(other ? other(body) : [body]);
  });

  it.each(cases('metadata'))('metadata: %s', async (name, fixture) => {
    const statuses = statusesOf(fixture);
    const last = emulator.ledger.calls.at(-1)?.id ?? 0;
    const listed = personalize.client.fetchExperiencesMeta({ status: statuses });

    if (misspelt.includes(name)) {
      await expect(listed).rejects.toMatchObject({ code: 'MOE_OPTION_INVALID' });
    } else {
      const { experiences } = (fixture.response.body as MetadataBody).metadata;
      expect((await listed).map(({ key, name: title, status }) => [key, title, status])).toEqual(
        experiences.map((each) => [each.experience_key, each.experience_name, each.status]),
      );
    }
    const asked = misspelt.includes(name) ? [] : (statuses ?? ['Active', 'Paused', 'Scheduled']);
    const paths = emulator.ledger.calls.filter(({ id }) => id > last).map(({ path }) => path);
    expect(paths).toEqual(asked.length === 0 ? [] : [`/v1/experiences/metadata?status=${asked.join(',')}`]);
  });

  it.each(cases('events'))('events: %s', async (_, fixture) => {
    const body = fixture.request.body as EventsBody;
    const sent = await sentWhile(() => personalize.client.sendEvents(elementsOf(body)));
    expect(sent).toEqual([reportOf(body)]);
  });
});
