/** Why a registry did not tell; without anything that was sent to it. */
export class RegistryError extends Error {
  constructor(readonly outcome: 'missing' | 'unavailable', message: string) {
    super(message);
    this.name = 'RegistryError';
  }
}
