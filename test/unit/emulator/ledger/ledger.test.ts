import { createLedger, maxCalls, maxEvents } from '../../../../src/emulator/ledger/ledger.js';
import type { CallDraft, EventDraft, LedgerEntry } from '../../../../src/emulator/ledger/ledger.js';

const call: CallDraft = {
  at: 0,
  endpoint: 'fetch',
  method: 'POST',
  path: '/v1/experiences/fetch',
  status: 200,
  fault: undefined,
  request: {},
  summary: '',
  problem: undefined,
  visitor: undefined,
  keys: [],
};

const event: EventDraft = {
  at: 0,
  customerId: 'a',
  action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
  uuid: 'u-1',
  experience: 'Hero',
  variation: '1',
  elementId: undefined,
  platform: 'web',
  changedProfile: false,
  createdProfile: false,
};

describe('the ledger', () => {
  it('counts calls from 1 and shows them open', () => {
    const ledger = createLedger();
    ledger.open(call);
    ledger.open(call);

    expect(ledger.calls.map(({ id, outcome, durationMs }) => [id, outcome, durationMs])).toEqual([
      [1, 'open', undefined],
      [2, 'open', undefined],
    ]);
  });

  it('tells how and after how long a call ended', () => {
    const ledger = createLedger();
    ledger.open(call).end('client-gone', 300);

    expect(ledger.calls).toEqual([expect.objectContaining({ id: 1, outcome: 'client-gone', durationMs: 300 })]);
  });

  it('tells listeners of a call when it begins and when it has ended, until they have enough', () => {
    const ledger = createLedger();
    const heard: LedgerEntry[] = [];
    const stop = ledger.onEntry((entry) => heard.push(entry));
    ledger.open(call).end('answered', 1);
    ledger.addEvent(1, event);
    stop();
    ledger.clear();

    expect(heard.map((entry) => (entry.type === 'call' ? entry.call.outcome : entry.type))).toEqual([
      'open',
      'answered',
      'event',
    ]);
  });

  it('marks an event whose UUID was there before, and one that took the UUID of another', () => {
    const ledger = createLedger();
    ledger.addEvent(1, event);
    ledger.addEvent(2, { ...event, uuid: 'U-1' });
    ledger.addEvent(3, { ...event, action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED' });

    expect(ledger.events.map(({ duplicate, conflict }) => [duplicate, conflict])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
  });

  it('tells listeners of each event the figures that it was counted in, and of a duplicate none', () => {
    const ledger = createLedger();
    const heard: LedgerEntry[] = [];
    ledger.onEntry((entry) => heard.push(entry));
    ledger.addEvent(1, event);
    ledger.addEvent(2, event);

    expect(heard).toEqual([
      { type: 'event', event: ledger.events[0], report: ledger.reports[0] },
      { type: 'event', event: ledger.events[1], report: undefined },
    ]);
  });

  it('does not count what took the UUID of another event', () => {
    const ledger = createLedger();
    ledger.addEvent(1, event);
    ledger.addEvent(2, { ...event, experience: 'Strip' });

    expect(ledger.reports).toEqual([expect.objectContaining({ experience: 'Hero', impressions: 1 })]);
  });

  it('counts each UUID once, though the event that brought it is no longer there', () => {
    const ledger = createLedger();
    const all = Array.from({ length: 2 * maxEvents + 1 }, (_, index) => ({ ...event, uuid: `u-${index}` }));
    for (const each of [...all, ...all]) ledger.addEvent(1, each);

    expect(ledger.reports).toEqual([expect.objectContaining({ impressions: all.length, clicks: 0 })]);
    expect([ledger.events.length, ledger.events.every(({ duplicate }) => duplicate)]).toEqual([maxEvents, true]);
  });

  it('forgets the figures when it is cleared', () => {
    const ledger = createLedger();
    ledger.addEvent(1, event);
    ledger.clear();
    const cleared = ledger.reports;
    ledger.addEvent(1, event);

    expect([cleared, ledger.reports]).toEqual([[], [expect.objectContaining({ impressions: 1 })]]);
  });

  it('forgets UUIDs when it is cleared', () => {
    const ledger = createLedger();
    ledger.addEvent(1, event);
    ledger.clear();
    ledger.addEvent(1, event);

    expect(ledger.events).toEqual([expect.objectContaining({ duplicate: false })]);
  });

  it('does not bring back a call that ends after it was cleared', () => {
    const ledger = createLedger();
    const { end } = ledger.open(call);
    ledger.clear();
    end('answered', 1);

    expect(ledger.calls).toEqual([]);
  });

  it('forgets the oldest past its bounds', () => {
    const ledger = createLedger();
    for (let index = 0; index <= maxCalls; index += 1) ledger.open(call);
    for (let index = 0; index <= maxEvents; index += 1) ledger.addEvent(1, { ...event, uuid: `u-${index}` });

    expect([ledger.calls.length, ledger.calls[0]?.id]).toEqual([maxCalls, 2]);
    expect([ledger.events.length, ledger.events[0]?.id]).toEqual([maxEvents, 2]);
  });

  it('gives a copy that later calls do not change', () => {
    const ledger = createLedger();
    const before = ledger.calls;
    ledger.open(call);

    expect(before).toEqual([]);
  });
});
