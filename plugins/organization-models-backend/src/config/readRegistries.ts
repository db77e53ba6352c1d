import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Registries that may be asked what images are. */
export type RegistriesConfig = {
  registries: {
    host: string;
    url: string;
    username?: string;
    password?: string;
  }[];
  timeoutSeconds: number;
};

const HUB = 'docker.io';
/** The API of Docker Hub is elsewhere than its name says. */
const HUB_URL = 'https://registry-1.docker.io';

/**
 * Reads `organizationModels.registries`; without it, nobody is asked.
 *
 * @throws `InputError` naming the key that is wrong
 */
export function readRegistries(config: Config | undefined): RegistriesConfig {
  const entries = config?.getOptionalConfigArray('registries.ask') ?? [];
  return {
    registries: entries.map((entry, index) => {
      const host = entry.getString('host');
      const username = entry.getOptionalString('username');
      const password = entry.getOptionalString('password');
      if (Boolean(username) !== Boolean(password)) {
        throw new InputError(
          `organizationModels.registries.ask.${index} needs username and password together`,
        );
      }
      return {
        host,
        url:
          readUrl(entry, index) ?? (host === HUB ? HUB_URL : `https://${host}`),
        username,
        password,
      };
    }),
    timeoutSeconds: config?.getOptionalNumber('registries.timeoutSeconds') ?? 5,
  };
}

function readUrl(entry: Config, index: number): string | undefined {
  const url = entry.getOptionalString('url');
  if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url)) {
    throw new InputError(
      `organizationModels.registries.ask.${index}.url must begin with https:// or http://`,
    );
  }
  return url;
}
