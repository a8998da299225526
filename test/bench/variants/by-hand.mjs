import { Agent } from 'node:http';
import axios from 'axios';
import { Pool } from 'undici';
import { bodyOf, headers, readBody } from './moengage.mjs';

const path = '/v1/experiences/fetch';

/** Middleware around one way of asking; a failure shows the page without. */
function around(ask) {
  return {
    async middleware(req, res, next) {
      try {
        res.locals.experiences = await ask(bodyOf(req));
      } catch {
        res.locals.experiences = {};
      }
      next();
    },
    read: (res) => readBody(res.locals.experiences),
  };
}

/** The limit: the quickest client there is, with no context, no deadline and nothing checked. */
export function createUndici({ upstream }) {
  const pool = new Pool(upstream, { connections: 256 });
  return around(async (body) => {
    const response = await pool.request({ path, method: 'POST', headers, body });
    return JSON.parse(await response.body.text()).experiences;
  });
}

/** axios as it comes. */
export function createAxiosDefault({ upstream }) {
  return around(async (body) => {
    const { data } = await axios.post(upstream + path, body, { headers, timeout: 500 });
    return data.experiences;
  });
}

/** axios on its own http adapter with all switched off that a call can do without. */
export function createAxiosTuned({ upstream }) {
  const client = axios.create({
    headers,
    httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }),
    maxRedirects: 0,
    proxy: false,
    decompress: false,
    responseType: 'text',
    transformRequest: [(data) => data],
    transformResponse: [(data) => data],
    timeout: 500,
  });
  return around(async (body) => {
    const { data } = await client.post(upstream + path, body);
    return JSON.parse(data).experiences;
  });
}
