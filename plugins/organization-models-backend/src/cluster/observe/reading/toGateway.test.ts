import { toGateway } from './toGateway';

describe('toGateway', () => {
  const read = (listeners: object[], addresses?: object[]) =>
    toGateway({
      metadata: {
        name: 'aibrix-eg',
        namespace: 'aibrix-system',
        uid: '1',
        resourceVersion: '1',
        creationTimestamp: '2026-01-01T00:00:00Z',
      },
      spec: { listeners },
      status: { addresses },
    });
  const http = { name: 'http', protocol: 'HTTP', port: 80 };
  const https = { name: 'https', protocol: 'HTTPS', port: 443 };
  const addresses = [{ type: 'IPAddress', value: '10.0.0.1' }];

  it.each<[string, object[], object[] | undefined, string | undefined]>([
    ['the address', [http], addresses, 'http://10.0.0.1'],
    ['a port', [{ ...http, port: 8080 }], addresses, 'http://10.0.0.1:8080'],
    ['HTTPS before HTTP', [http, https], addresses, 'https://10.0.0.1'],
    [
      'a hostname before the address',
      [{ ...https, hostname: 'models.acme.io' }],
      addresses,
      'https://models.acme.io',
    ],
    [
      'the address in place of a wildcard',
      [{ ...http, hostname: '*.acme.io' }],
      addresses,
      'http://10.0.0.1',
    ],
    ['IPv6', [http], [{ value: 'fd00::1' }], 'http://[fd00::1]'],
    ['no address yet', [http], undefined, undefined],
    ['no HTTP', [{ ...http, protocol: 'TCP' }], addresses, undefined],
  ])('reads %s', (_, listeners, known, url) => {
    expect(read(listeners, known)).toEqual({
      name: 'aibrix-system/aibrix-eg',
      ...(url && { url }),
    });
  });
});
