import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../core/clock.js';
import { countOf } from '../printable.js';
import { fine, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';
import type { Patient } from './patient.js';
import { hostOf, openPlain, openTls, portOf } from './socket.js';

const dayMs = 86_400_000;

/** Certificates are renewed a month ahead as a rule; later than this somebody has forgotten. */
const fewDays = 14;

const straight = 'calls go there straight, whatever HTTPS_PROXY says: let them through the firewall';

const connectionAdvices: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nobody listens there: check host and port, or start it'],
  ['ECONNRESET', `something on the way hung up; ${straight}`],
  ['TIMEOUT', `nothing comes back; ${straight}`],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no TLS is spoken there: check the port'],
  ['EPROTO', 'no TLS is spoken there: check the port'],
]);

const unknownAuthority =
  'its authority is not known here; is it a proxy that opens TLS? Give its authority by NODE_EXTRA_CA_CERTS';

const certificateAdvices: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'it has to be renewed; or the clock of this machine is ahead'],
  ['CERT_NOT_YET_VALID', 'it is for later; or the clock of this machine is behind'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'it is for another host: check the base URL, or what stands before it'],
]);

function refused(url: URL, { code, ms }: { readonly code: string; readonly ms: number }): readonly Remark[] {
  const advice = connectionAdvices.get(code) ?? straight;
  return [trouble(`no connection to ${hostOf(url)}:${portOf(url)} (${code} after ${ms} ms)`, advice, { code, ms })];
}

/** Of a connection that is there: whom it is with, by which protocol, and until when. */
function describe(socket: TLSSocket, ms: number, clock: Clock): Remark {
  const { valid_to: until } = socket.getPeerCertificate();
  const daysLeft = Math.floor((Date.parse(until) - clock.now()) / dayMs);
  const protocol = socket.getProtocol() ?? 'an unknown protocol';
  const data = { protocol, daysLeft, ms };
  if (!socket.authorized) {
    const code = String(socket.authorizationError);
    const advice = certificateAdvices.get(code) ?? unknownAuthority;
    return trouble(`the certificate is not good (${code}), so that nothing is sent`, advice, { ...data, code });
  }
  const message = `${protocol} in ${ms} ms, the certificate is good for ${countOf(daysLeft, 'day')}`;
  if (daysLeft >= fewDays) return fine(message, data);
  return warning(message, 'see to it that it is renewed, and that this machine has the right time', data);
}

/** Whether somebody is there, and is who they should be. No request is sent. */
export async function examineTls({ url, clock, settings }: Patient): Promise<readonly Remark[]> {
  const deadline = clock.monotonic() + settings.timeoutMs;
  if (url.protocol === 'http:') {
    const opened = await openPlain(url, deadline, clock);
    if ('code' in opened) return refused(url, opened);
    opened.socket.destroy();
    return [fine(`none, since ${hostOf(url)} is this machine; connected in ${opened.ms} ms`, { ms: opened.ms })];
  }
  const opened = await openTls(url, deadline, clock);
  if ('code' in opened) return refused(url, opened);
  const remark = describe(opened.socket, opened.ms, clock);
  opened.socket.destroy();
  return [remark];
}
