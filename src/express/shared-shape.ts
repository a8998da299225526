/** The first Node whose V8 finds the shape again that an object has once its prototype was changed. */
const firstNodeThatShares = 24;

const sharesAnyway = Number.parseInt(process.versions.node, 10) >= firstNodeThatShares;

/** Takes a property out and puts it back as it was. */
function putBack(target: object, name: string): void {
  const property = Reflect.getOwnPropertyDescriptor(target, name);
  if (property === undefined || !Object.isExtensible(target)) return;
  if (Reflect.deleteProperty(target, name)) Reflect.defineProperty(target, name, property);
}

/**
 * Gives a request and its response shapes that V8 knows from other pages. Express changes the prototype of both, after
 * which each is, on Node below 24, the only object of its shape: whatever Express, Node or anybody else reads or writes of
 * it has to be searched for, which is most of what a page costs. An object that has lost a property becomes a dictionary,
 * and those share one shape. That takes a quarter off a page's time, and there is nothing to see of it but that two
 * properties come last where somebody lists them. In one application of 64 there is nothing gained either: V8 deals out by lot
 * where it keeps the two shapes, and they may draw the same place. Does nothing on a later Node.
 */
export function shareShapes(req: object, res: object): void {
  if (sharesAnyway) return;
  putBack(req, 'httpVersion');
  putBack(res, 'sendDate');
}
