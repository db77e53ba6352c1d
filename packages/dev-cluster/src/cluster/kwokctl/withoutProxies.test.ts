import { withoutProxies } from './withoutProxies';

describe('withoutProxies', () => {
  it('leaves out what would send local requests through a proxy', () => {
    const env = {
      HTTPS_PROXY: 'http://proxy:3128',
      http_proxy: 'http://proxy:3128',
      no_proxy: 'localhost',
      GOPROXY: 'kept',
      PATH: '/bin',
    };
    expect(withoutProxies(env)).toEqual({ GOPROXY: 'kept', PATH: '/bin' });
  });
});
