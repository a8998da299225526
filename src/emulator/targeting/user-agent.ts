export const deviceNames = ['mobile', 'tablet', 'desktop'] as const;
export const browserNames = ['Edge', 'Opera', 'Samsung Internet', 'Firefox', 'Chrome', 'Safari'] as const;
export const osNames = ['iOS', 'Android', 'Windows', 'ChromeOS', 'macOS', 'Linux'] as const;

export type DeviceName = (typeof deviceNames)[number];
export type BrowserName = (typeof browserNames)[number];
export type OsName = (typeof osNames)[number];

/** What the emulator makes of a `USER_AGENT`. Coarse, and its own: the package's parser is not asked. */
export interface UserAgentTraits {
  readonly device: DeviceName | undefined;
  readonly browser: BrowserName | undefined;
  readonly os: OsName | undefined;
}

/** The first pattern that is found decides: browsers name the ones that they descend from, so the youngest come first. */
const browserPatterns: readonly (readonly [BrowserName, RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|Opera)\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
];

const osPatterns: readonly (readonly [OsName, RegExp])[] = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

function firstFound<Name>(text: string, patterns: readonly (readonly [Name, RegExp])[]): Name | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Tablets are iPads, and Androids that do not call themselves mobile. What is neither tablet nor phone is a desktop. */
function deviceOf(userAgent: string): DeviceName {
  if (/\b(?:iPad|Tablet)\b/.test(userAgent)) return 'tablet';
  if (/\bAndroid\b/.test(userAgent)) return /\bMobile\b/.test(userAgent) ? 'mobile' : 'tablet';
  return /\b(?:iPhone|iPod|Mobile|Windows Phone)\b/.test(userAgent) ? 'mobile' : 'desktop';
}

/** Nothing is known about a visitor whose `USER_AGENT` was not sent or is empty. */
export function classifyUserAgent(userAgent: string | undefined): UserAgentTraits {
  if (userAgent === undefined || userAgent === '') return { device: undefined, browser: undefined, os: undefined };
  return {
    device: deviceOf(userAgent),
    browser: firstFound(userAgent, browserPatterns),
    os: firstFound(userAgent, osPatterns),
  };
}
