/** The page as it is, with no decision at all. */
export const createVariant = () => ({});
