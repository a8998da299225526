/** What the lock file says of one package. */
export interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  /** Told by npm, which counts the compiling of native code, too. */
  readonly hasInstallScript?: boolean;
}

/** Where each package is installed → what it is; the project itself under ''. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** What the agreed dependencies bring along, each of them. One more is looked at and added here, or nowhere. */
const agreed: readonly string[] = [
  ...['axios', 'commander', 'date-fns', 'date-fns-tz', 'isbot', 'lru-cache', 'request-ip', 'ua-parser-js', 'undici'],
  ...['yaml', 'zod'],
  // Of axios, for proxies and redirects, neither of which it is let use here.
  ...['agent-base', 'debug', 'follow-redirects', 'https-proxy-agent', 'ms', 'proxy-from-env'],
  // Of axios, for forms.
  ...['async-function', 'async-generator-function', 'asynckit', 'call-bind-apply-helpers', 'combined-stream'],
  ...['delayed-stream', 'dunder-proto', 'es-define-property', 'es-errors', 'es-object-atoms', 'es-set-tostringtag'],
  ...['form-data', 'function-bind', 'generator-function', 'get-intrinsic', 'get-proto', 'gopd', 'has-symbols'],
  ...['has-tostringtag', 'hasown', 'math-intrinsics', 'mime-db', 'mime-types'],
];

/** Licences that ask an application to be published under them. */
const copyleft = /GPL|MPL|EUPL|CDDL|EPL|SSPL|OSL|CC-BY-SA|CC-BY-NC|BUSL/i;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function findCopyleft(path: string, { license = 'no licence' }: LockedPackage): readonly string[] {
  return license === 'no licence' || copyleft.test(license) ? [`${nameOf(path)} is under ${license}`] : [];
}

function findRuntimeFaults(path: string, { hasInstallScript = false }: LockedPackage): readonly string[] {
  const name = nameOf(path);
  return [
    ...(agreed.includes(name) ? [] : [`${name} is not among what was agreed on`]),
    ...(hasInstallScript ? [`${name} runs a script at installation`] : []),
  ];
}

/** Packages that are under copyleft, those for development included, and what users would get without anybody's consent. */
export function findLockedFaults(packages: LockedPackages): readonly string[] {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  const runtime = installed.filter(([, { dev }]) => dev !== true);
  const names = runtime.map(([path]) => nameOf(path));
  return [
    ...installed.flatMap(([path, each]) => findCopyleft(path, each)),
    ...runtime.flatMap(([path, each]) => findRuntimeFaults(path, each)),
    ...agreed.filter((name) => !names.includes(name)).map((name) => `${name} is not there any more`),
  ];
}

/** What npm lets a package do to whoever installs it: nothing of it is needed here. */
export function findManifestFaults(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const { scripts = {} } = manifest;
  const ran = ['preinstall', 'install', 'postinstall'].filter((name) => Object.hasOwn(Object(scripts) as object, name));
  const brought = ['bundleDependencies', 'bundledDependencies', 'optionalDependencies'].filter(
    (name) => manifest[name] !== undefined,
  );
  return [...ran.map((name) => `a script runs at ${name}`), ...brought.map((name) => `there are ${name}`)];
}
