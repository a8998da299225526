/** What every API decides for everybody: two experiences, in the words of each. */
const banner = { headline: 'Chosen for you', image: '/images/autumn.jpg', cta: 'See what is new', discount: 15 };
const strip = { text: 'Free delivery this week' };

const string = (value) => ({ value, data_type: 'string' });

const context = (key, id) => ({
  cid: `${id}_F_T_WP_AB_2_P_0_AU_5A`,
  experience: key,
  moe_locale_id: '0',
  moe_variation_id: '2',
  audience_name: 'All Users',
  audience_id: '5A',
  type: 'Web Personalization',
});

const moengage = {
  experiences: {
    'homepage-banner': {
      payload: {
        headline: string(banner.headline),
        image: string(banner.image),
        cta: string(banner.cta),
        discount: { value: '15', data_type: 'number' },
      },
      experience_context: context('Homepage banner', '66cfff0f6fbb5a4f0a1d6c1f'),
    },
    'promo-strip': {
      payload: { text: string(strip.text) },
      experience_context: context('Promo strip', '66cfff0f6fbb5a4f0a1d6c20'),
    },
  },
};

const amplitude = {
  'homepage-banner': { key: 'on', value: 'on', payload: banner, metadata: { deployed: true } },
  'promo-strip': { key: 'on', value: 'on', payload: strip, metadata: { deployed: true } },
};

/** The personalization answers which variant is active; a CMS holds its content. */
const contentstack = {
  experiences: [
    { shortUid: '0', activeVariantShortUid: '1' },
    { shortUid: '1', activeVariantShortUid: '0' },
  ],
};

const flagsmithFlag = (id, name, value) => ({
  id,
  feature: { id, name, type: 'MULTIVARIATE' },
  enabled: true,
  feature_state_value: JSON.stringify(value),
});

const flagsmith = {
  identifier: 'visitor',
  traits: [],
  flags: [flagsmithFlag(1, 'homepage-banner', banner), flagsmithFlag(2, 'promo-strip', strip)],
};

const posthogFlag = (id, key, value) => ({
  key,
  enabled: true,
  variant: 'on',
  reason: { code: 'condition_match', condition_index: 0, description: 'Matched condition set 1' },
  metadata: { id, version: 1, payload: JSON.stringify(value) },
});

const posthog = {
  flags: {
    'homepage-banner': posthogFlag(1, 'homepage-banner', banner),
    'promo-strip': posthogFlag(2, 'promo-strip', strip),
  },
  errorsWhileComputingFlags: false,
  requestId: 'b0a4bd5f-1c0c-4b9e-a21e-8f5f9b9e1c11',
};

const metadata = { metadata: { count: 0, experiences: [] } };

const receipt = { status: 'success', message: 'Events accepted', req_id: 'b0a4bd5f' };

/** @type {readonly [pathPrefix: string, body: string][]} */
const answers = [
  ['/v1/experiences/fetch', JSON.stringify(moengage)],
  ['/v1/experiences/events', JSON.stringify(receipt)],
  ['/v1/experiences/metadata', JSON.stringify(metadata)],
  ['/sdk/v2/vardata', JSON.stringify(amplitude)],
  ['/manifest', JSON.stringify(contentstack)],
  ['/api/v1/identities/', JSON.stringify(flagsmith)],
  ['/flags/', JSON.stringify(posthog)],
];

/** The body for a path, or `undefined` where no API has it. */
export function answerFor(path) {
  return answers.find(([prefix]) => path.startsWith(prefix))?.[1];
}
