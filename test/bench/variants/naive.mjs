import axios from 'axios';
import { formatInTimeZone } from 'date-fns-tz';
import requestIp from 'request-ip';
import UAParser from 'ua-parser-js';
import { credentials, keys, readBody } from './moengage.mjs';

/** What a team writes in an afternoon: each library as its README shows it, for every request anew. */
export function readContext(req) {
  const now = new Date();
  const agent = new UAParser(req.headers['user-agent']).getResult();
  return {
    device: agent.device.type ?? 'desktop',
    inSession: {
      DAY_OF_THE_WEEK: formatInTimeZone(now, 'Europe/Berlin', 'EEEE'),
      TIME_OF_THE_DAY: formatInTimeZone(now, 'Europe/Berlin', 'HH'),
      USER_IP_ADDRESS: requestIp.getClientIp(req),
      USER_AGENT: agent.ua,
      utm_source: req.query.utm_source,
      utm_medium: req.query.utm_medium,
      utm_campaign: req.query.utm_campaign,
      utm_term: req.query.utm_term,
      utm_content: req.query.utm_content,
    },
  };
}

export function createVariant({ upstream }) {
  return {
    async middleware(req, res, next) {
      const { device, inSession } = readContext(req);
      res.locals.device = device;
      const body = { identifiers: { customer_id: req.headers['x-visitor'] }, experience_key: keys, ...inSession };
      try {
        const { data } = await axios.post(`${upstream}/v1/experiences/fetch`, body, {
          auth: { username: credentials.workspaceId, password: credentials.apiKey },
          headers: { 'MOE-APPKEY': credentials.workspaceId },
          timeout: 500,
        });
        res.locals.experiences = data.experiences;
      } catch {
        res.locals.experiences = {};
      }
      next();
    },
    read: (res) => readBody(res.locals.experiences),
  };
}
