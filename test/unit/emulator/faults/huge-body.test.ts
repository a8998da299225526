import { hugeBody } from '../../../../src/emulator/faults/huge-body.js';

async function read(bytes: number): Promise<string> {
  let text = '';
  for await (const piece of hugeBody(bytes)) text += String(piece);
  return text;
}

describe('hugeBody', () => {
  it.each([1_000, 65_536, 200_001])('is a valid answer of %d bytes', async (bytes) => {
    const text = await read(bytes);

    expect(text).toHaveLength(bytes);
    expect(JSON.parse(text)).toHaveProperty(
      ['experiences', 'huge-experience', 'payload', 'Filler', 'data_type'],
      'string',
    );
  });

  it('is never less than valid', async () => {
    expect(JSON.parse(await read(1))).toHaveProperty('experiences');
  });
});
