import { createNoopMeter } from '@opentelemetry/api';
import type { Meter, Tracer } from '@opentelemetry/api';
import { createOpenTelemetryObserver } from '../../../src/adapters/opentelemetry.js';
import type { Observer } from '../../../src/core/observer.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';
import { breakerEvent, callEvent, deliveryEvent, resolveEvent } from './opentelemetry/events.js';

const fail = (): never => {
  throw new Error('broken SDK');
};

const brokenTracer: Tracer = { startSpan: fail, startActiveSpan: fail };

function createBrokenMeter(): Meter {
  const meter = createNoopMeter();
  jest.spyOn(meter, 'createHistogram').mockReturnValue({ record: fail });
  jest.spyOn(meter, 'createCounter').mockReturnValue({ add: fail });
  jest.spyOn(meter, 'addBatchObservableCallback').mockImplementation(fail);
  return meter;
}

afterEach(() => {
  jest.restoreAllMocks();
});

const stats = jest.fn(fail);

function callAll(observer: Observer): void {
  observer.onStart?.({ stats });
  observer.onCall?.(callEvent());
  observer.onResolve?.(resolveEvent());
  observer.onBreaker?.(breakerEvent);
  observer.onDelivery?.(deliveryEvent());
}

describe('the observer', () => {
  it('has each hook that there is', () => {
    const names: Record<keyof Observer, true> = {
      onBreaker: true,
      onCall: true,
      onDelivery: true,
      onResolve: true,
      onStart: true,
    };

    expect(Object.keys(createOpenTelemetryObserver()).sort()).toEqual(Object.keys(names));
  });

  it('does nothing where no SDK is registered, and reads no stats', () => {
    expect(() => {
      callAll(createOpenTelemetryObserver());
    }).not.toThrow();
    expect(stats).not.toHaveBeenCalled();
  });

  it('throws nothing where everything in the SDK does', () => {
    const meter = createBrokenMeter();
    const observer = createOpenTelemetryObserver({
      tracerProvider: { getTracer: () => brokenTracer },
      meterProvider: { getMeter: () => meter },
    });

    expect(() => {
      callAll(observer);
    }).not.toThrow();
  });

  it('measures where spans can not be made', () => {
    const meter = createNoopMeter();
    const record = jest.fn();
    jest.spyOn(meter, 'createHistogram').mockReturnValue({ record });
    const observer = createOpenTelemetryObserver({
      tracerProvider: { getTracer: () => brokenTracer },
      meterProvider: { getMeter: () => meter },
    });

    observer.onResolve?.(resolveEvent({ durationMs: 250 }));

    expect(record.mock.calls).toEqual([[0.25, {}]]);
  });
});

describe('its options', () => {
  it.each([
    [null, 'MOE_OPTION_INVALID', /must be an object/],
    ['on', 'MOE_OPTION_INVALID', /must be an object; received a string/],
    [{ tracer: {} }, 'MOE_OPTION_UNKNOWN', /has no "tracer": known are tracerProvider, meterProvider, attributes/],
    [{ tracerProvider: {} }, 'MOE_OPTION_INVALID', /tracerProvider must be an object with getTracer\(\)/],
    [{ meterProvider: { getMeter: 1 } }, 'MOE_OPTION_INVALID', /meterProvider must be an object with getMeter\(\)/],
    [{ attributes: 'shop' }, 'MOE_OPTION_INVALID', /attributes must be an object; received a string/],
  ])('may not be %j', (options, code, message) => {
    const error = thrownBy(() => callUntyped(createOpenTelemetryObserver, options));

    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each([[undefined], [{}], [{ tracerProvider: undefined, meterProvider: undefined, attributes: undefined }]])(
    'may be %p',
    (options) => {
      expect(() => createOpenTelemetryObserver(options)).not.toThrow();
    },
  );
});
