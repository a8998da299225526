import Personalize from '@contentstack/personalize-edge-sdk';

/** Variants are content of a CMS, which would be one more call; here the page has them at hand. */
const headlines = { 1: 'Chosen for you' };
const strips = { 0: 'Free delivery this week' };

/** The SDK reads a request as the Fetch API has it. */
const asFetchRequest = (req) => ({
  url: `http://${req.headers.host}${req.url}`,
  headers: {
    get: (name) => req.headers[name.toLowerCase()] ?? null,
    has: (name) => Object.hasOwn(req.headers, name.toLowerCase()),
  },
});

/** Contentstack Personalize: `init` for every request, as its guide for edge functions has it. */
export function createVariant({ upstream }) {
  Personalize.setEdgeApiUrl(upstream);
  return {
    async middleware(req, res, next) {
      try {
        const options = { request: asFetchRequest(req), userId: req.headers['x-visitor'] };
        res.locals.sdk = await Personalize.init('project', { ...options, liveAttributes: { ...req.query } });
      } catch {
        res.locals.sdk = undefined;
      }
      next();
    },
    read: ({ locals: { sdk } }) => ({
      headline: headlines[sdk?.getActiveVariant('0')],
      strip: strips[sdk?.getActiveVariant('1')],
    }),
  };
}
