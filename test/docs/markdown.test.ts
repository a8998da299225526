import { anchors, codeBlocks, codeSpans, headings, section, tableRows } from './markdown.js';

const page = `# Title

## Some \`code\`, here

<!-- declare const app: string; -->

\`\`\`ts
# not a heading
app;
\`\`\`

| option | meaning |
| ------ | ------- |
| \`a\`    | x \\| y  |

### MOE_X

## Some code here

\`\`\`sh
npm test
\`\`\`
`;

it('blocks are found with their place, language and hidden declarations', () => {
  expect(codeBlocks(page)).toEqual([
    { line: 7, language: 'ts', code: '# not a heading\napp;\n', declarations: 'declare const app: string;' },
    { line: 20, language: 'sh', code: 'npm test\n', declarations: '' },
  ]);
});

it('headings are found, those of a level too, and none in code', () => {
  expect(headings(page)).toEqual(['Title', 'Some code, here', 'MOE_X', 'Some code here']);
  expect(headings(page, '###')).toEqual(['MOE_X']);
});

it('anchors are made as GitHub makes them, the second of a name numbered', () => {
  expect(anchors(page)).toEqual(['title', 'some-code-here', 'moe_x', 'some-code-here-1']);
});

it('a section ends where the next begins', () => {
  expect(section(page, 'Some `code`, here')).toContain('MOE_X');
  expect(section(page, 'Some `code`, here')).not.toContain('npm test');
  expect(section(page, 'Elsewhere')).toBe('');
});

it('rows are cut at bars that are not escaped', () => {
  expect(tableRows(page)).toEqual([['`a`', 'x | y']]);
});

it('code spans are found outside blocks', () => {
  expect(codeSpans(page)).toEqual(['code', 'a']);
});
