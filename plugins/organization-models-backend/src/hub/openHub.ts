import { CachingHubClient, type HubAnswerStore } from './CachingHubClient';
import { DisabledHubClient } from './DisabledHubClient';
import { HuggingFaceHubClient } from './HuggingFaceHubClient';
import { ModelHubReader } from './ModelHubReader';

/** The hub as config has it: the public one, a mirror, or none. */
export function openHub(
  config: { url: string; enabled: boolean; timeoutSeconds: number },
  store: HubAnswerStore,
): ModelHubReader {
  if (!config.enabled) {
    return new ModelHubReader(new DisabledHubClient());
  }
  const hub = new HuggingFaceHubClient({
    baseUrl: config.url,
    timeoutMs: config.timeoutSeconds * 1000,
  });
  return new ModelHubReader(
    new CachingHubClient(hub, { store, now: () => Date.now() }),
  );
}
