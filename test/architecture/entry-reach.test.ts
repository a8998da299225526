import { emulatorBan, findReached, lookupIn, rootBan } from './entry-reach.js';
import { readFiles } from './source-file.js';

const inSources = lookupIn(readFiles(['src']));

it('the root entry reaches nothing that only the emulator, the command or an adapter needs', () => {
  expect(findReached('src/index.ts', 'src/', rootBan, inSources)).toEqual([]);
});

it('the emulator reaches neither the client nor the middleware', () => {
  expect(findReached('src/emulator/index.ts', 'src/', emulatorBan, inSources)).toEqual([]);
});

describe('an entry is caught that reaches', () => {
  const reached = (ending: string, ...texts: readonly string[]) => {
    const [entry = '', deep = ''] = texts;
    const files = [
      { path: `src/index${ending}`, text: entry },
      { path: `src/core/deep${ending}`, text: deep },
      { path: `src/emulator/index${ending}`, text: '' },
      { path: `src/adapters/x${ending}`, text: '' },
    ];
    return findReached(`src/index${ending}`, 'src/', rootBan, lookupIn(files));
  };

  it.each([
    ['a package', "import { z } from 'zod';", ['src/index.ts imports zod']],
    ['a path inside a package', "import 'yaml/util';", ['src/index.ts imports yaml/util']],
    ['a type of a package', "import type { Command } from 'commander';", ['src/index.ts imports commander']],
    ['a scoped package', "import '@opentelemetry/api';", ['src/index.ts imports @opentelemetry/api']],
    ['a folder', "export * from './emulator/index.js';", ['src/emulator/index.ts is reached']],
    ['an adapter', "export * from './adapters/x.js';", ['src/adapters/x.ts is reached']],
    ['the code of the peer', "import express from 'express';", ['src/index.ts imports express']],
    ['what is not there', "import './gone.js';", ['src/gone.ts is not there']],
  ])('%s', (_case, text, found) => {
    expect(reached('.ts', text)).toEqual(found);
  });

  it('a package through another file', () => {
    expect(reached('.ts', "import './core/deep.js';", "import 'zod';")).toEqual(['src/core/deep.ts imports zod']);
  });

  it('a package in CommonJS that was built', () => {
    expect(reached('.js', 'const d = require("./core/deep.js");', 'const z = require("zod");')).toEqual([
      'src/core/deep.js imports zod',
    ]);
  });

  it('a package in declarations that were built', () => {
    expect(
      reached('.d.ts', "export * from './core/deep.js';", "export declare const x: import('zod').ZodType;"),
    ).toEqual(['src/core/deep.d.ts imports zod']);
  });
});

it('an entry may name the types of the peer', () => {
  const files = [{ path: 'src/index.ts', text: "import type { Request } from 'express';" }];

  expect(findReached('src/index.ts', 'src/', rootBan, lookupIn(files))).toEqual([]);
});
