/** Fewer characters could be guessed from one token that was sealed with them. */
export const leastSecretLength = 16;

/** Holds a secret where neither `inspect`, `JSON.stringify` nor a template can show it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. Call it only where it is sent. */
  reveal(): string {
    return this.#value;
  }
}
