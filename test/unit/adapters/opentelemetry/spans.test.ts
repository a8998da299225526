import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import type { Attributes, Span, SpanOptions, SpanStatus, Tracer } from '@opentelemetry/api';
import { createSpans } from '../../../../src/adapters/opentelemetry/spans.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { callEvent, deliveryEvent, resolveEvent } from './events.js';

interface MadeSpan {
  readonly name: string;
  readonly options: SpanOptions | undefined;
  attributes?: Attributes;
  status?: SpanStatus;
  endTime?: unknown;
}

/** A tracer whose spans are kept, and are recorded or not. */
function createTracer(isRecording: boolean) {
  const made: MadeSpan[] = [];
  const startSpan: Tracer['startSpan'] = (name, options) => {
    const kept: MadeSpan = { name, options };
    made.push(kept);
    const span: Span = Object.assign(trace.wrapSpanContext(INVALID_SPAN_CONTEXT), {
      isRecording: () => isRecording,
      setAttributes(attributes: Attributes) {
        kept.attributes = attributes;
        return span;
      },
      setStatus(status: SpanStatus) {
        kept.status = status;
        return span;
      },
      end(time: unknown) {
        kept.endTime = time;
      },
    });
    return span;
  };
  const tracer: Tracer = {
    startSpan,
    startActiveSpan: () => {
      throw new Error('nothing runs inside of a span that has ended');
    },
  };
  return { made, tracer };
}

function setUp({
  isRecording = true,
  fixed = {},
}: { readonly isRecording?: boolean; readonly fixed?: Attributes } = {}) {
  const { made, tracer } = createTracer(isRecording);
  return { made, spans: createSpans(tracer, fixed, createFakeClock({ monotonic: 1_000 })) };
}

/** As if whatever follows happened inside of a span. */
function enterSpan(): void {
  const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  jest.spyOn(context, 'active').mockReturnValue(trace.setSpan(ROOT_CONTEXT, span));
}

afterEach(() => {
  jest.restoreAllMocks();
});

it('a span ends now and began as long ago as the thing took', () => {
  const { made, spans } = setUp();

  spans.onResolve(resolveEvent({ durationMs: 40.5 }));

  expect(made).toMatchObject([{ name: 'personalize.resolve', options: { startTime: 959.5 }, endTime: 1_000 }]);
});

it('a span that nobody records ends, and nothing is described', () => {
  const { made, spans } = setUp({ isRecording: false });
  const experiences = jest.fn(() => ({}));

  spans.onResolve({
    durationMs: 1,
    get experiences() {
      return experiences();
    },
  });

  expect(made).toEqual([{ name: 'personalize.resolve', options: { startTime: 999 }, endTime: 1_000 }]);
  expect(experiences).not.toHaveBeenCalled();
});

it('the span of a delivery has no parent, and the others have whichever there is', () => {
  const { made, spans } = setUp();
  enterSpan();

  spans.onDelivery(deliveryEvent());
  spans.onResolve(resolveEvent());
  spans.onCall(callEvent());

  expect(made.map(({ name, options }) => [name, options?.root])).toEqual([
    ['personalize.deliver', true],
    ['personalize.resolve', undefined],
    ['personalize.call', undefined],
  ]);
});

it('a call has a span inside of another one only', () => {
  const { made, spans } = setUp();

  spans.onCall(callEvent());
  enterSpan();
  spans.onCall(callEvent({ endpoint: '/experiences/events' }));

  expect(made.map(({ attributes }) => attributes?.['url.template'])).toEqual(['/experiences/events']);
});

it('fixed attributes stand on each span, and hide nothing', () => {
  const { made, spans } = setUp({ fixed: { 'app.site': 'shop', 'personalize.keys': 'mine' } });

  spans.onResolve(resolveEvent());

  expect(made[0]?.attributes).toMatchObject({ 'app.site': 'shop', 'personalize.keys': 1 });
});

it.each([
  ['that was answered', { status: 200 }, undefined],
  ['that was refused', { status: 400 }, { code: 2 }],
  ['that timed out', { status: undefined, reason: 'TIMEOUT' }, { code: 2 }],
  ['that nobody waited for', { status: undefined, reason: 'ABORTED' }, undefined],
] as const)('the span of a call %s has its status', (_case, result, status) => {
  const { made, spans } = setUp();
  enterSpan();

  spans.onCall(callEvent(result));

  expect(made[0]?.status).toEqual(status);
});
