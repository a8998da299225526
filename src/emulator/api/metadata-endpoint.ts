import type { EmulatorConfig } from '../config/config.js';
import { jsonAnswer } from './answer.js';
import type { Handled } from './exchange.js';

/** `GET /experiences/metadata`. A status that does not exist, in this very spelling, gives nothing. */
export function listExperiences(query: URLSearchParams, config: EmulatorConfig): Handled {
  const wanted = query.get('status')?.split(',');
  const listed = config.experiences.filter(({ status }) => wanted?.includes(status) ?? true);
  const experiences = listed.map(({ name, key, status }) => ({
    experience_name: name,
    experience_key: key,
    status,
  }));
  return {
    answer: jsonAnswer(200, { metadata: { count: experiences.length, experiences } }),
    summary: `${experiences.length} of ${config.experiences.length} listed`,
  };
}
