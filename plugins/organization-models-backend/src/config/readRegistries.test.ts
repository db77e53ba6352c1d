import { ConfigReader } from '@backstage/config';
import { readRegistries } from './readRegistries';

const read = (registries: object) =>
  readRegistries(new ConfigReader({ registries }));

describe('readRegistries', () => {
  it('asks nobody unless told', () => {
    expect(readRegistries(undefined)).toEqual({
      registries: [],
      timeoutSeconds: 5,
    });
  });

  it('knows where the API of a host is', () => {
    const ask = [
      { host: 'docker.io' },
      { host: 'ghcr.io' },
      {
        host: 'quay.io',
        url: 'http://mirror:5000',
        username: 'u',
        password: 'p',
      },
    ];
    expect(read({ ask, timeoutSeconds: 2 })).toEqual({
      registries: [
        { host: 'docker.io', url: 'https://registry-1.docker.io' },
        { host: 'ghcr.io', url: 'https://ghcr.io' },
        {
          host: 'quay.io',
          url: 'http://mirror:5000',
          username: 'u',
          password: 'p',
        },
      ],
      timeoutSeconds: 2,
    });
  });

  it.each([
    [{ host: 'a.io', username: 'u' }, 'ask.0 needs username and password'],
    [{ host: 'a.io', url: 'ftp://a' }, 'ask.0.url must begin with'],
    [{ url: 'https://a' }, "Missing required config value at 'registries.ask"],
  ])('refuses %j', (entry, message) => {
    expect(() => read({ ask: [entry] })).toThrow(message);
  });
});
