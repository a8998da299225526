/** Fields of a log line. Never an identifier, an address, a secret or a payload. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What the `logger` option takes. pino's order of arguments; `console` fits as it is. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

const ignore = (): void => undefined;

/** Says nothing. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The same logger, except that a throw or a rejection in it is swallowed: a broken logger must not cost a page. */
export function createSafeLogger(logger: Logger): Logger {
  // An asynchronous method fits the type too, and a rejection that nobody handles ends the process.
  const methods: Record<keyof Logger, (fields: LogFields, message: string) => unknown> = logger;
  const guard =
    (level: keyof Logger) =>
    (fields: LogFields, message: string): void => {
      try {
        const said = methods[level](fields, message);
        if (said instanceof Promise) said.catch(ignore);
      } catch {
        // There is nowhere left to say it.
      }
    };
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
}
