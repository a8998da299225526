import { Experiment } from '@amplitude/experiment-node-server';

/** Amplitude Experiment's remote evaluation, with its defaults: 10 s, then eight more attempts. */
export function createVariant({ upstream }) {
  const client = Experiment.initializeRemote('server-key', { serverUrl: upstream });
  return {
    async middleware(req, res, next) {
      try {
        const user = { user_id: req.headers['x-visitor'], ip_address: req.ip, user_properties: { ...req.query } };
        res.locals.variants = await client.fetchV2(user);
      } catch {
        res.locals.variants = {};
      }
      next();
    },
    read: ({ locals: { variants } }) => ({
      headline: variants['homepage-banner']?.payload.headline,
      strip: variants['promo-strip']?.payload.text,
    }),
  };
}
