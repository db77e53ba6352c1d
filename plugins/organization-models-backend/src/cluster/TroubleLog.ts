import type { LoggerService } from '@backstage/backend-plugin-api';

/** Warns of a trouble once, and again when it went away or became another meanwhile. */
export class TroubleLog {
  readonly #told = new Map<string, string>();

  constructor(private readonly logger: Pick<LoggerService, 'warn'>) {}

  /** Does what is done again and again; what breaks it is told here alone. */
  async watchOver(
    trouble: string,
    work: () => Promise<unknown> | undefined,
  ): Promise<void> {
    try {
      await work();
      this.forget(trouble);
    } catch (error) {
      this.tell(trouble, String(error));
    }
  }

  /** @param why - tells it from another one of the same kind */
  tell(trouble: string, why: string): void {
    if (this.#told.get(trouble) !== why) {
      this.#told.set(trouble, why);
      this.logger.warn(`${trouble}: ${why}`);
    }
  }

  /** It went away. */
  forget(trouble: string): void {
    this.#told.delete(trouble);
  }
}
