import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Refusal } from '../http/refusal.js';
import { BodyReader } from './request-body.js';

const source = (headers = {}) => Object.assign(new PassThrough(), { headers });
const open = new Promise<never>(() => {});

test('joins the pieces of a body', async () => {
  const request = source();
  const body = new BodyReader().read(request, open);
  for (const piece of ['a', 'bc', '', 'def']) request.write(piece);
  request.end();
  expect((await body).toString()).toBe('abcdef');
});

test('allows a body only if its announced size is not too large', async () => {
  const bodies = new BodyReader({ maxBodyBytes: 10, maxTotalBytes: 100 });
  const allowed: string[] = [];
  const large = bodies.read(source({ 'content-length': '11' }), open, () => allowed.push('large'));
  await expect(large).rejects.toMatchObject({ status: 413 });
  const request = source({ 'content-length': '10' });
  const small = bodies.read(request, open, () => allowed.push('small'));
  request.end('1234567890');
  expect((await small).length).toBe(10);
  expect(allowed).toEqual(['small']);
});

test('limits the bodies of all requests in progress until they have ended', async () => {
  const bodies = new BodyReader({ maxBodyBytes: 100, maxTotalBytes: 150 });
  const read = (ended: Promise<unknown>): Promise<unknown> => {
    const request = source();
    const body = bodies.read(request, ended).then(
      ({ length }) => length,
      (error: Refusal) => error.status,
    );
    request.end('x'.repeat(90));
    return body;
  };
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  expect(await read(ended)).toBe(90);
  expect(await read(ended)).toBe(503);
  end();
  await ended;
  expect(await read(open)).toBe(90);
});

test('rejects if the client disconnects', async () => {
  const request = source();
  const body = new BodyReader().read(request, open);
  request.destroy();
  await expect(body).rejects.toThrow('disconnected');
});
