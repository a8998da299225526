/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Jest leaves one core to somebody else, which of two is half. Tests wait for servers and children much of their time.
  maxWorkers: '100%',
  // For a test that hangs. On a busy machine the ones that try thousands of cases take long, and may.
  testTimeout: 30_000,
  // The fault matrix compares times, and so runs by itself: `npm run test:faults`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/', '<rootDir>/test/faults/'],
  // No test may make anything print a secret, or what tells who somebody is.
  setupFilesAfterEnv: ['<rootDir>/test/support/scan-output.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/example-app/dist'],
  moduleNameMapper: {
    '^express-moengage-personalize$': '<rootDir>/src/index.ts',
    '^express-moengage-personalize/emulator$': '<rootDir>/src/emulator/index.ts',
    '^express-moengage-personalize/opentelemetry$': '<rootDir>/src/adapters/opentelemetry.ts',
    '^express-moengage-personalize/redis$': '<rootDir>/src/adapters/redis.ts',
    '^express-moengage-personalize/testing$': '<rootDir>/src/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.tsx?$': [
      'ts-jest',
      // Types are checked once by `npm run typecheck`; Jest loads CommonJS, which verbatimModuleSyntax forbids to emit.
      {
        tsconfig: {
          jsx: 'react-jsx',
          module: 'commonjs',
          moduleResolution: 'bundler',
          target: 'ES2023',
          isolatedModules: true,
          verbatimModuleSyntax: false,
          esModuleInterop: true,
        },
      },
    ],
  },
};

export default config;
