import express from 'express';
import { ModelApiError } from '../../services/errors';
import { parseListQuery, toCursor } from './parseListQuery';

const LAST = { value: 'zeta', id: 'mdl_00000000000000000009' };

const readQuery = express().get('query parser fn');

/** As Express reads a URL. */
const parseUrl = (query: string) => parseListQuery(readQuery(query));

function problemsOf(query: string) {
  try {
    parseUrl(query);
    return [];
  } catch (error) {
    return (error as ModelApiError).details as {
      field: string;
      message: string;
    }[];
  }
}

describe('parseListQuery', () => {
  it('answers the newest hundred without a query', () => {
    expect(parseUrl('')).toEqual({
      modelTypes: [],
      statuses: [],
      isPublic: undefined,
      tags: [],
      createdBy: [],
      text: undefined,
      sort: { column: 'created_at', order: 'desc' },
      limit: 100,
    });
  });

  it.each([
    ['model_type=chat', { modelTypes: ['chat'] }],
    ['model_type=chat&model_type=vision', { modelTypes: ['chat', 'vision'] }],
    ['status=running&status=failed', { statuses: ['running', 'failed'] }],
    ['is_public=true', { isPublic: true }],
    ['is_public=false', { isPublic: false }],
    ['tag=a&tag=b%20c', { tags: ['a', 'b c'] }],
    ['created_by=user%3Adefault%2Fme', { createdBy: ['user:default/me'] }],
    ['q=50%25_a', { text: '50%_a' }],
    ['sort=name', { sort: { column: 'name', order: 'asc' } }],
    ['sort=-updated_at', { sort: { column: 'updated_at', order: 'desc' } }],
    ['limit=1', { limit: 1 }],
    ['limit=500', { limit: 500 }],
    [
      Array.from({ length: 20 }, (_, index) => `tag=t${index}`).join('&'),
      { tags: Array.from({ length: 20 }, (_, index) => `t${index}`) },
    ],
  ])('reads %s', (query, expected) => {
    expect(parseUrl(query)).toMatchObject(expected);
  });

  it.each([
    ['limit=0', 'limit', 'must be a whole number from 1 to 500'],
    ['limit=501', 'limit', 'must be a whole number from 1 to 500'],
    ['limit=-1', 'limit', 'must be a whole number from 1 to 500'],
    ['limit=1e2', 'limit', 'must be a whole number from 1 to 500'],
    ['limit=', 'limit', 'must be a whole number from 1 to 500'],
    ['limit=1&limit=2', 'limit', 'must be text'],
    [
      'model_type=talk',
      'model_type.0',
      'must be one of chat, completion, embedding, vision, rerank',
    ],
    [
      'status=up',
      'status.0',
      expect.stringContaining('must be one of pending, creating'),
    ],
    ['is_public=1', 'is_public', 'must be one of true, false'],
    ['sort=id', 'sort', expect.stringContaining('must be one of created_at')],
    [
      'sort=--name',
      'sort',
      expect.stringContaining('must be one of created_at'),
    ],
    ['q[like]=x', 'q', 'must be text'],
    ['cursor=nonsense', 'cursor', expect.stringContaining('next_cursor')],
    ['cursor=', 'cursor', expect.stringContaining('next_cursor')],
    ['statu=running', 'statu', 'is not known: did you mean status?'],
    [
      'tag[like]=x',
      'tag',
      'must be given at most 20 times, each with one value',
    ],
    [
      Array.from({ length: 21 }, (_, index) => `tag=t${index}`).join('&'),
      'tag',
      'must be given at most 20 times, each with one value',
    ],
    ['page=2', 'page', 'is not known'],
  ])('refuses %s', (query, field, message) => {
    expect(problemsOf(query)).toEqual([{ field, message }]);
  });

  it('names every parameter that is wrong', () => {
    expect(
      problemsOf('limit=x&sort=y&z=1')
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['limit', 'sort', 'z']);
  });

  describe('with a cursor', () => {
    it('goes on behind the last model', () => {
      const cursor = toCursor(parseUrl('sort=name&tag=a'), LAST);
      expect(parseUrl(`sort=name&tag=a&cursor=${cursor}`).after).toEqual({
        value: 'zeta',
        id: 'mdl_00000000000000000009',
      });
    });

    it('lets the size of pages change', () => {
      const cursor = toCursor(parseUrl('limit=10'), LAST);
      expect(parseUrl(`limit=20&cursor=${cursor}`).after?.id).toBe(
        'mdl_00000000000000000009',
      );
    });

    it('goes on from a page that a cursor led to', () => {
      const first = toCursor(parseUrl('q=x'), LAST);
      const second = toCursor(parseUrl(`q=x&cursor=${first}`), LAST);
      expect(parseUrl(`q=x&cursor=${second}`).after?.id).toBe(
        'mdl_00000000000000000009',
      );
    });

    it.each(['', 'sort=name', 'q=y', 'q=x&tag=a', 'q=x&is_public=true'])(
      'refuses it in the list of %p when it came from another',
      query => {
        const cursor = toCursor(parseUrl('q=x'), LAST);
        expect(problemsOf(`${query}&cursor=${cursor}`)).toEqual([
          {
            field: 'cursor',
            message: expect.stringContaining('same filters and order'),
          },
        ]);
      },
    );
  });
});
