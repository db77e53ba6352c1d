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
      this.#told.delete(trouble);
    } catch (error) {
      const text = `${trouble}: ${error}`;
      if (this.#told.get(trouble) !== text) {
        this.#told.set(trouble, text);
        this.logger.warn(text);
      }
    }
  }
}
