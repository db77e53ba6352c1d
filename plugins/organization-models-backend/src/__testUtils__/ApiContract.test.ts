import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import { ApiContract, type Exchange } from './ApiContract';

const LIST: Exchange = {
  method: 'GET',
  path: '/?limit=1',
  headers: {},
  answer: {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { models: [], total: 0 },
  },
};

const check = (exchange: Exchange) =>
  new ApiContract(buildOpenApiDocument()).check(exchange);
const answer = (changed: Partial<Exchange['answer']>): Exchange => ({
  ...LIST,
  answer: { ...LIST.answer, ...changed },
});

describe('ApiContract', () => {
  it('takes what is described, and remembers it', () => {
    const contract = new ApiContract(buildOpenApiDocument());
    expect(contract.listUnseen()).toContain('GET / 200');
    contract.check(LIST);
    expect(contract.listUnseen()).not.toContain('GET / 200');
    expect(contract.listUnseen()).toContain('GET / 400 OrganizationNeeded');
  });

  it.each<[string, Exchange, RegExp]>([
    [
      'an unknown field',
      answer({ body: { models: [], total: 0, more: 1 } }),
      /additional properties.*more/,
    ],
    ['a missing field', answer({ body: { models: [] } }), /total/],
    [
      'a wrong type',
      answer({ body: { models: [], total: '0' } }),
      /total must be integer/,
    ],
    [
      'a missing header',
      answer({ headers: {} }),
      /header Cache-Control is missing/,
    ],
    ['a status', answer({ status: 418 }), /status 418 is not described/],
    [
      'a code',
      answer({
        status: 400,
        body: {
          error: { name: 'x', message: 'x', code: 'Surprise' },
          response: { statusCode: 400 },
        },
      }),
      /code must be equal to constant/,
    ],
    [
      'a parameter',
      { ...LIST, path: '/?page=1' },
      /parameter page is not described/,
    ],
    [
      'a value of a parameter',
      { ...LIST, path: '/?limit=0' },
      /limit must be >= 1/,
    ],
    ['a path', { ...LIST, path: '/mdl_1/secrets' }, /is not described/],
    ['a method', { ...LIST, method: 'PATCH' }, /is not described/],
  ])('refuses %s that is not described', (_, exchange, message) => {
    expect(() => check(exchange)).toThrow(message);
  });
});
