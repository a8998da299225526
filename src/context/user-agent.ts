import { LRUCache } from 'lru-cache';
import UAParser from 'ua-parser-js';
import type { Device, Software } from '../core/visitor-context.js';
import { cleanText } from './clean-text.js';

/** What a User-Agent says, parsed when it is first asked for: parsing costs more than all the rest of a request's context. */
export interface Agent {
  /** At most 512 characters. */
  readonly userAgent: string | undefined;
  readonly device: Device;
  readonly os: Software;
  readonly browser: Software;
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
});

/** The parser's own objects carry more members than are promised. */
const describeSoftware = ({ name, version }: Software): Software => Object.freeze({ name, version });

/** The parser names only kinds of device that differ from a desktop. */
const describeDevice = ({ type = 'desktop', vendor, model }: UAParser.IDevice): Device =>
  Object.freeze({ type, vendor, model });

function createAgent(userAgent: string): Agent {
  let parsed: Omit<Agent, 'userAgent'> | undefined;
  const parse = (): Omit<Agent, 'userAgent'> => {
    if (parsed) return parsed;
    const parser = new UAParser(userAgent);
    return (parsed = {
      device: describeDevice(parser.getDevice()),
      os: describeSoftware(parser.getOS()),
      browser: describeSoftware(parser.getBrowser()),
    });
  };
  return {
    userAgent,
    get device() {
      return parse().device;
    },
    get os() {
      return parse().os;
    },
    get browser() {
      return parse().browser;
    },
  };
}

/** The agent behind a `User-Agent` header. Agents seen lately are remembered, by the header as it came. */
export function readAgent(header: string | undefined): Agent {
  if (header === undefined) return noAgent;
  const known = agents.get(header);
  if (known) return known;
  const userAgent = cleanText(header, maxUserAgentLength);
  const agent = userAgent === undefined ? noAgent : createAgent(userAgent);
  agents.set(header, agent);
  return agent;
}
