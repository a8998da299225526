// An error of the CommonJS build, judged by the ESM build: they share no classes.
import { createRequire } from 'node:module';
import { isPersonalizeError, PersonalizeError } from 'express-moengage-personalize';

const { createPersonalize } = createRequire(import.meta.url)('express-moengage-personalize');

try {
  createPersonalize({ timeout: 1 });
} catch (error) {
  console.log(error instanceof PersonalizeError, isPersonalizeError(error), error.code);
}
