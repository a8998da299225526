import { randomUUID } from 'node:crypto';

/** What a test has to say about one action of a user; the rest is the same for all. */
export interface ActionOnTheWire {
  readonly what?: 'SHOWN' | 'CLICKED';
  readonly uuid?: string;
  /** Epoch seconds. */
  readonly time?: number;
  readonly experience?: string;
  readonly variation?: string;
}

/** The body of a report. */
export interface ReportOnTheWire {
  readonly elements: readonly { readonly customer_id: string; readonly actions: readonly unknown[] }[];
}

function encodeAction(action: ActionOnTheWire): unknown {
  const { what = 'SHOWN', uuid = randomUUID(), time = 1_725_258_666, experience = 'Hero', variation = '1' } = action;
  return {
    action: `MOE_PERSONALIZATION_MESSAGE_${what}`,
    moe_event_uuid: uuid,
    event_time: time,
    platform: 'web',
    attributes: {
      cid: 'c',
      experience,
      moe_locale_id: '0',
      moe_variation_id: variation,
      audience_name: 'All Users',
      audience_id: '5A',
    },
  };
}

/** A report of one user. An action that has no UUID gets a new one. */
export function reportOf(customerId: string, ...actions: readonly ActionOnTheWire[]): ReportOnTheWire {
  return { elements: [{ customer_id: customerId, actions: actions.map(encodeAction) }] };
}

export const many = (count: number, action: ActionOnTheWire): readonly ActionOnTheWire[] =>
  Array.from({ length: count }, () => action);
