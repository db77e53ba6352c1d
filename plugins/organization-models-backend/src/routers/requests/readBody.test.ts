import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { readBody, refuseBody } from './readBody';

const tellProblems: ErrorRequestHandler = (error, _req, res, _next) => {
  res.status(400).json(error.details ?? error.type);
};

describe('refuseBody', () => {
  const app = express()
    .use(readBody(), refuseBody)
    .post('/', (req, res) => res.json(req.body))
    .use(tellProblems);

  const post = (text: string) =>
    request(app).post('/').set('Content-Type', 'application/json').send(text);

  it.each([
    ['{"a": {"b": 1}, "b": 2}', { a: { b: 1 }, b: 2 }],
    ['{"é": "\\u0000", "n": 1e400}', { é: '\u0000', n: null }],
  ])('lets %s pass', async (text, body) => {
    expect((await post(text)).body).toEqual(body);
  });

  it.each([
    ['{"name": "a", "name": "b"}', 'name', /more than once/],
    ['{"a": {"x": 1, "x": 1}}', 'a.x', /more than once/],
    [`{"a": ${'['.repeat(20)}${']'.repeat(20)}}`, 'a.0.0', /levels deep/],
  ])('refuses %s', async (text, field, message) => {
    const answer = await post(text);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual([
      { field, message: expect.stringMatching(message) },
    ]);
  });

  it('says what cannot be read, and looks at it no closer', async () => {
    const answer = await post('{"a": 1, "a": ');
    expect([answer.status, answer.body]).toEqual([400, 'entity.parse.failed']);
  });
});
