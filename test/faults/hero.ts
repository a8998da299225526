import type { ServerResponse } from 'node:http';

const story = 'word '.repeat(180);

export const heroVariables: Readonly<Record<string, string>> = { Title: 'Hello', Story: story };

/** The hero as the API gives it: a kilobyte. */
export const heroAnswer: string = JSON.stringify({
  experiences: {
    'home-hero': {
      payload: {
        Title: { value: heroVariables.Title, data_type: 'string' },
        Story: { value: heroVariables.Story, data_type: 'string' },
      },
      experience_context: { cid: '1_F_T_WP_AB_2_P_0_AU_1A', moe_variation_id: '2' },
    },
  },
});

/** What the page shows where the hero came. */
export const livePage: unknown = [heroVariables, 'network', null];

export const defaults = { 'home-hero': { Title: 'Welcome' } };

/** What it shows where it did not. */
export const defaultPage = (reason: string): unknown => [{ Title: 'Welcome' }, 'default', reason];

/** An answer with a length. */
export function answerWhole(res: ServerResponse): void {
  res.sendDate = false;
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': heroAnswer.length }).end(heroAnswer);
}

/** An answer that only the end of its connection ends, as HTTP/1.0 has it. */
export function answerUntilClose(res: ServerResponse): void {
  res.sendDate = false;
  res.removeHeader('transfer-encoding');
  res.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
  res.write(heroAnswer);
  res.end();
}

/** How long the API in a process of its own takes to answer. */
export const heroAnswerDelayMs = 30;
