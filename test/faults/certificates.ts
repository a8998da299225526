import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateAuthority {
  /** Where its own certificate is. */
  readonly file: string;
  issue(options?: CertificateRequest): Certificate;
}

interface CertificateRequest {
  /** Default: yesterday. */
  readonly from?: Date;
  /** Default: tomorrow. */
  readonly until?: Date;
  /** Default: `IP:127.0.0.1`. */
  readonly host?: string;
}

const dayMs = 86_400_000;

/** As openssl writes a time: 20261123220000Z. */
const toTime = (date: Date): string => date.toISOString().replace(/[-:T]|\.\d+/g, '');

const config = (folder: string): string => `
[ca]
default_ca = here
[here]
database = ${folder}/index
rand_serial = yes
new_certs_dir = ${folder}
default_md = sha256
policy = any
[any]
commonName = supplied
`;

/** Whether this machine has the tool that makes the certificates. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Authorities with keys and certificates in a folder that `remove` deletes. */
export function createCertificateFolder(): { createAuthority(name: string): CertificateAuthority; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(join(folder, 'ca.cnf'), config(folder));
  let issued = 0;

  const createAuthority = (name: string): CertificateAuthority => {
    const [key, file] = [`${name}.key`, join(folder, `${name}.pem`)];
    openssl('req', '-x509', ...newKey, '-keyout', key, '-out', file, '-days', '2', '-subj', `/CN=${name}`);
    return {
      file,
      issue({ from = new Date(Date.now() - dayMs), until = new Date(Date.now() + dayMs), host = 'IP:127.0.0.1' } = {}) {
        issued += 1;
        const own = String(issued);
        writeFileSync(join(folder, 'index'), '');
        writeFileSync(join(folder, `${own}.ext`), `subjectAltName=${host}\n`);
        openssl('req', '-new', ...newKey, '-keyout', `${own}.key`, '-out', `${own}.csr`, '-subj', `/CN=server-${own}`);
        openssl(
          ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-cert', file, '-keyfile', key],
          ...['-startdate', toTime(from), '-enddate', toTime(until), '-extfile', `${own}.ext`],
          ...['-in', `${own}.csr`, '-out', `${own}.pem`],
        );
        const read = (end: string): string => readFileSync(join(folder, own + end), 'utf8');
        return { cert: read('.pem'), key: read('.key') };
      },
    };
  };

  return {
    createAuthority,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The certificate of a server that vouches for itself. */
export function createSelfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'self-signed-'));
  const run = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const ends = ['-keyout', 'key', '-out', 'cert', '-subj', '/CN=self', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...run, ...ends], { cwd: folder, stdio: 'pipe' });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const certificate = { cert: read('cert'), key: read('key') };
  rmSync(folder, { recursive: true });
  return certificate;
}
