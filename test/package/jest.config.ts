/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

// Not the root configuration with changes: the loader cannot follow an import to it, and these tests must not find
// the sources where they mean the package.
const config: Config = {
  rootDir: '../..',
  roots: ['<rootDir>/test/package'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/example-app/dist', '<rootDir>/test/package/consumers'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      'ts-jest',
      { tsconfig: { module: 'commonjs', target: 'ES2023', isolatedModules: true, esModuleInterop: true } },
    ],
  },
  globalSetup: '<rootDir>/test/package/pack.ts',
  globalTeardown: '<rootDir>/test/package/unpack.ts',
  // Compilers and servers run beside the tests, in processes of their own.
  testTimeout: 310_000,
};

export default config;
