export { createTestPersonalize } from './test-personalize.js';
export type { TestOptions, TestPersonalize } from './test-personalize.js';
export type { FixedExperiences, Question } from './fixed-api.js';
