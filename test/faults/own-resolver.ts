import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the name server of a process with a resolver of its own must be. */
export const nameServerAddress = '127.0.0.77';

/** Shows the files in the folder in the place of those in `/etc`, to nobody but the command that follows. */
const script = `
for name in resolv.conf nsswitch.conf; do mount --bind "$1/$name" "/etc/$name" || exit 1; done
shift
exec "$@"`;

/**
 * The C library itself has no other way to be told whom to ask. Every name goes to the name server, `localhost` too, and
 * a question that is not answered is repeated after two seconds, and given up after four. By default the library takes
 * five, which is what a lookup that was under way may then add to the longest pause of the breaker.
 */
const files = {
  'resolv.conf': `nameserver ${nameServerAddress}\noptions timeout:2 attempts:2\n`,
  'nsswitch.conf': 'hosts: dns\n',
};

/** A command that runs the one behind it in a mount namespace in which all names are asked of the test's own server. */
export function createOwnResolver(): { readonly wrapper: readonly string[]; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return {
    wrapper: ['unshare', '--mount', 'sh', '-c', script, 'sh', folder],
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Whether this user may have one, on this machine, and be its name server: port 53 is as a rule for root alone. */
export function hasOwnResolver(): boolean {
  const { wrapper, remove } = createOwnResolver();
  const [command = '', ...args] = wrapper;
  try {
    execFileSync(command, [...args, 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  } finally {
    remove();
  }
}
