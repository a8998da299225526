import { examineCredentials } from '../../../src/cli/doctor/credentials.js';
import { createPatient } from '../../../src/cli/doctor/patient.js';
import type { Patient } from '../../../src/cli/doctor/patient.js';
import type { Place } from '../../../src/cli/doctor/data-centers.js';
import { eventually } from '../../support/eventually.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { openRawUpstream, openUpstream } from '../../support/upstream.js';
import { environment, openEmulator } from './support.js';

/** It stands still, so that whoever answers does so in time, however busy the machine is. */
const clock = createFakeClock();
const host = {
  ...{ environment, clock, version: '' },
  ...{ print: () => undefined, complain: () => undefined, fail: () => undefined },
  untilInterrupted: () => Promise.resolve(),
};

const patients: Patient[] = [];

afterEach(async () => {
  await Promise.all(patients.splice(0).map(({ probe }) => probe.close()));
});

const unknownWorkspace = '{"title":"Request Error","description":"MoEngage Client not found. Please check values"}';

/** A data centre that does not know the workspace. */
async function openStranger(status = 400): Promise<string> {
  const { origin } = await openUpstream((res) => {
    res.writeHead(status).end(unknownWorkspace);
  });
  return `${origin}/v1`;
}

async function ask(baseUrl: string, ...elsewhere: readonly Place[]): Promise<readonly string[]> {
  const patient = { ...createPatient({ baseUrl, timeout: '300' }, host, undefined), elsewhere };
  patients.push(patient);
  const remarks = await examineCredentials(patient);
  return remarks.map(({ verdict, message, advice }) => `${verdict}: ${message}${advice ? ` → ${advice}` : ''}`);
}

describe('credentials that are refused', () => {
  it.each([400, 401, 403])('with %d are found to belong to another data centre', async (status) => {
    const home = await openEmulator();
    const hanging = await openRawUpstream(() => undefined);

    const asked = ask(
      await openStranger(status),
      { dataCenter: '01', baseUrl: `${hanging.origin}/v1` },
      { dataCenter: '02', baseUrl: await openStranger() },
      { dataCenter: '03', baseUrl: home.baseUrl },
    );
    // All but the one that hangs have answered.
    await eventually(() => home.ledger.calls.length > 0 && clock.pendingTimers <= 1);
    clock.advance(300);

    const [, second] = await asked;
    expect(second).toBe('trouble: data centre 03 (India) takes these credentials → set MOENGAGE_DATA_CENTER=03');
  });

  it('everywhere are wrong', async () => {
    const [first, second] = await ask(await openStranger(), { dataCenter: '02', baseUrl: await openStranger() });

    expect(first).toMatch(/^trouble: this data centre does not know the workspace \(HTTP 400\)/);
    expect(second).toBe('ok: no other data centre takes these credentials, so that they are wrong');
  });

  it('by an API that is merely broken are tried nowhere else', async () => {
    const home = await openEmulator();

    const remarks = await ask(await openStranger(503), { dataCenter: '03', baseUrl: home.baseUrl });

    expect(remarks).toHaveLength(1);
    expect(home.ledger.calls).toEqual([]);
  });
});

describe('the places to try', () => {
  const elsewhereOf = (options: Partial<Parameters<typeof createPatient>[0]>): readonly string[] => {
    const patient = createPatient({ timeout: '300', ...options }, host, undefined);
    patients.push(patient);
    return patient.elsewhere.map(({ dataCenter }) => dataCenter);
  };

  it('are the other data centres, where that is asked for', () => {
    expect(elsewhereOf({ dataCenter: '02', probeDataCenters: true })).toEqual(['01', '03', '04', '05', '06', '101']);
    expect(elsewhereOf({ dataCenter: '02' })).toEqual([]);
  });

  it('are none for an emulator, whatever is asked for', () => {
    expect(elsewhereOf({ baseUrl: 'http://127.0.0.1:4010/v1', probeDataCenters: true })).toEqual([]);
  });
});
