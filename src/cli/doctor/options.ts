import type { ConnectionOptions } from '../connection-options.js';

/** What `moengage-personalize doctor` takes, under commander's names. */
export interface DoctorOptions extends ConnectionOptions {
  /** File with the experiences that the code knows. */
  readonly types?: string;
  /** An `X-Forwarded-For` header as the application got it. */
  readonly forwardedFor?: string;
  readonly probeDataCenters?: boolean;
  readonly json?: boolean;
}
