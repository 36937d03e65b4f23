import type { HttpCall } from '../../src/http/http-call.js';

export const GET: HttpCall = { method: 'GET', path: '/models' };

export const POST: HttpCall = { method: 'POST', path: '/chat', body: { a: 'ü' } };
