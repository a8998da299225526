import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';
import UAParser from 'ua-parser-js';
import { lazily } from '../core/lazily.js';
import type { Device, Software } from '../core/visitor-context.js';
import { cleanText } from './clean-text.js';

/** What a User-Agent says, parsed when it is first asked for: parsing costs more than all the rest of a request's context. */
export interface Agent {
  /** At most 512 characters. */
  readonly userAgent: string | undefined;
  readonly device: Device;
  readonly os: Software;
  readonly browser: Software;
  /** Whether it is a crawler, a link preview or another program without a visitor. Found out when first asked for. */
  readonly isBot: () => boolean;
}

const maxUserAgentLength = 512;

/** The common agents of a site are few; with each header at Node's limit of 16 KB this is 8 MB at worst. */
const maxAgents = 500;

/** Shared by every instance: what a User-Agent means depends on nothing else. */
const agents = new LRUCache<string, Agent>({ max: maxAgents });

const nothing: Software = Object.freeze({ name: undefined, version: undefined });

const noAgent: Agent = Object.freeze({
  userAgent: undefined,
  device: Object.freeze({ type: undefined, vendor: undefined, model: undefined }),
  os: nothing,
  browser: nothing,
  isBot: () => false,
});

/** Own accessors, so that every view can read them. */
function describeSoftware(read: () => Software): Software {
  return Object.freeze({
    get name() {
      return read().name;
    },
    get version() {
      return read().version;
    },
  });
}

/** The parser names only kinds of device that differ from a desktop. */
function describeDevice(read: () => UAParser.IDevice): Device {
  return Object.freeze({
    get type() {
      return read().type ?? 'desktop';
    },
    get vendor() {
      return read().vendor;
    },
    get model() {
      return read().model;
    },
  });
}

/** The accessors are part of what is remembered of an agent, since making some costs each visitor a microsecond. */
function createAgent(userAgent: string): Agent {
  const parser = lazily(() => new UAParser(userAgent));
  return Object.freeze({
    userAgent,
    device: describeDevice(lazily(() => parser().getDevice())),
    os: describeSoftware(lazily(() => parser().getOS())),
    browser: describeSoftware(lazily(() => parser().getBrowser())),
    isBot: lazily(() => isbot(userAgent)),
  });
}

function findAgent(header: string): Agent {
  const known = agents.peek(header);
  if (known) return known;
  const userAgent = cleanText(header, maxUserAgentLength);
  const agent = userAgent === undefined ? noAgent : createAgent(userAgent);
  agents.set(header, agent);
  return agent;
}

/** A page asks several times in a row, with the same text, before anybody else's turn comes. */
let last: { readonly header: string; readonly agent: Agent } | undefined;

/** The agent behind a `User-Agent` header. Agents seen lately are remembered, by the header as it came. */
export function readAgent(header: string | undefined): Agent {
  if (header === undefined) return noAgent;
  if (last?.header !== header) last = { header, agent: findAgent(header) };
  return last.agent;
}
