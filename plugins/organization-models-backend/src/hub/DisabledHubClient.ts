import type { HubAnswer, HubClient } from './HubClient';

/** For portals which must not or cannot reach a hub. */
export class DisabledHubClient implements HubClient {
  async readArchitecture(): Promise<HubAnswer> {
    return {
      outcome: 'unavailable',
      message: 'Reading from the model hub is switched off.',
    };
  }
}
