import { Flagsmith } from 'flagsmith-nodejs';

const parse = (value) => (typeof value === 'string' ? JSON.parse(value) : undefined);

/** Flagsmith's remote evaluation of an identity, with its defaults: 10 s and three more attempts. */
export function createVariant({ upstream }) {
  const flagsmith = new Flagsmith({ environmentKey: 'environment', apiUrl: `${upstream}/api/v1/` });
  return {
    async middleware(req, res, next) {
      try {
        res.locals.flags = await flagsmith.getIdentityFlags(
          req.headers['x-visitor'],
          { ip: req.ip, ...req.query },
          true,
        );
      } catch {
        res.locals.flags = undefined;
      }
      next();
    },
    read: ({ locals: { flags } }) => ({
      headline: parse(flags?.getFeatureValue('homepage-banner'))?.headline,
      strip: parse(flags?.getFeatureValue('promo-strip'))?.text,
    }),
  };
}
