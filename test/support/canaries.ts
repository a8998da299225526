const workspaceId = 'EMU_TEST_DEBUG';
const apiKey = 'emu_test';

/** What tests pass as somebody's own or as a secret, and what nothing may ever print: as it is, and as it is sent. */
export const canaries: Readonly<Record<string, string>> = {
  apiKey: 'canary-key-51f0',
  emulatorKey: `:${apiKey}`,
  credentials: Buffer.from(`${workspaceId}:${apiKey}`).toString('base64').slice(0, 24),
  customerId: 'customer-canary',
  email: 'mail-canary@example.com',
  ipAddress: '203.0.113.77',
  userAgent: 'agent-canary',
  utm: 'utm-canary',
};

/** Names of those that the text holds. */
export function canariesIn(text: string): readonly string[] {
  return Object.entries(canaries).flatMap(([name, canary]) => (text.includes(canary) ? [name] : []));
}
