import express from 'express';
import request from 'supertest';
import { sendLongJson } from './sendLongJson';

const LONG = { models: Array.from({ length: 200 }, (_, id) => ({ id })) };

describe('sendLongJson', () => {
  const ask = (body: unknown, encoding: string) => {
    const app = express();
    app.get('/', (req, res) => sendLongJson(req, res, JSON.stringify(body)));
    return request(app).get('/').set('Accept-Encoding', encoding);
  };

  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['gzip;q=1, *;q=0', 'gzip'],
    ['*', 'gzip'],
    ['identity', undefined],
    ['gzip;q=0', undefined],
    ['br', undefined],
    ['', undefined],
  ])('answers who accepts %j by %s', async (accepted, encoding) => {
    const { headers, body } = await ask(LONG, accepted).expect(200);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('Accept-Encoding');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual(LONG);
  });

  it('sends what is short as it is', async () => {
    const { headers, body } = await ask({ models: [] }, 'gzip').expect(200);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toEqual({ models: [] });
  });
});
