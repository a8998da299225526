const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['#34', '"'],
  ['#39', "'"],
  ['#x27', "'"],
  ['#92', '\\'],
  ['#x60', '`'],
  ['#x3D', '='],
]);

/** What a browser would show for escaped text. An entity that is not known stays, and so fails the comparison. */
export const unescapeHtml = (html: string): string =>
  html.replace(/&([#\w]+);/g, (entity, name: string) => entities.get(name) ?? entity);
