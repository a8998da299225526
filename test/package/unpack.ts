import { rm } from 'node:fs/promises';

export default async function removePacked(): Promise<void> {
  const folder = process.env.PACKED_FOLDER;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
