import { PostHog } from 'posthog-node';
import { keys } from './moengage.mjs';

/** PostHog's remote evaluation, with its defaults. Its events are not sent: only the decision is compared. */
export function createVariant({ upstream }) {
  const posthog = new PostHog('project-token', { host: upstream, disableGeoip: true });
  return {
    async middleware(req, res, next) {
      try {
        const personProperties = { $ip: req.ip, ...req.query };
        res.locals.flags = await posthog.evaluateFlags(req.headers['x-visitor'], { flagKeys: keys, personProperties });
      } catch {
        res.locals.flags = undefined;
      }
      next();
    },
    read: ({ locals: { flags } }) => ({
      headline: flags?.getFlagPayload('homepage-banner')?.headline,
      strip: flags?.getFlagPayload('promo-strip')?.text,
    }),
  };
}
