import { afterEach, describe, expect, test, vi } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { connectionError } from './connection-error.js';
import { addCorsHint, type CorsHint } from './page-failure.js';

const MOZILLA = 'Mozilla/5.0 (X11; Linux x86_64)';
const PAGE = 'http://localhost:5173';
const SERVER = 'http://localhost:1234';

function inBrowser(origin: string, navigator: object = {}): void {
  vi.stubGlobal('origin', origin);
  vi.stubGlobal('navigator', { userAgent: MOZILLA, ...navigator });
}

const failed = (url: string, method = 'POST'): LmError =>
  connectionError(new TypeError('Failed to fetch'), { method, url: `${url}/v1` });

function hintedMessage(url: string, hint: CorsHint): string {
  const error = failed(url);
  addCorsHint(error, hint);
  return error.message;
}

afterEach(() => vi.unstubAllGlobals());

describe('a request of a page that fails without a reason', () => {
  test('may be denied by CORS', () => {
    inBrowser(PAGE);
    expect(failed(SERVER)).toMatchObject({
      code: 'connection_failed',
      retryable: false,
      message: `The browser could not read the response (POST ${SERVER}/v1), and shows the reason only in its console. If the server runs, it probably does not allow this page's origin (CORS): allow "${PAGE}" in its CORS settings, or send the request through your own server.`,
    });
    expect(failed(SERVER, 'GET').retryable).toBe(true);
  });

  test.each<[page: string, server: string, advice: RegExp, notAdvice: RegExp]>([
    ['http://192.168.1.5:5173', SERVER, /CORS/, /local network/],
    ['null', SERVER, /CORS.*"null"/, /local network/],
    ['https://localhost:5173', SERVER, /CORS/, /mixed|local network/],
    ['https://chat.example', 'https://models.example', /CORS/, /mixed|local network/],
    ['https://chat.example', SERVER, /CORS.*local network/, /mixed/],
    ['https://chat.example', 'http://127.9.0.1', /CORS.*local network/, /mixed/],
    ['https://chat.example', 'http://[::1]:1', /CORS.*local network/, /mixed/],
    ['https://chat.example', 'https://192.168.1.5', /CORS.*local network/, /mixed/],
    ['http://chat.example', 'http://192.168.1.5', /CORS.*local network/, /mixed/],
    ['https://chat.example', 'http://192.168.1.5', /mixed content.*local network/, /CORS/],
    ['https://chat.example', 'http://desk.local', /mixed content.*local network/, /CORS/],
    ['https://chat.example', 'http://desk', /mixed content/, /CORS|local network/],
    ['https://chat.example', 'http://models.example', /mixed content/, /CORS|local network/],
    ['https://chat.example', 'http://localhost.example', /mixed content/, /CORS|local network/],
  ])('from %s to %s', (page, server, advice, notAdvice) => {
    inBrowser(page);
    const { message } = failed(server);
    expect(message).toMatch(advice);
    expect(message).not.toMatch(notAdvice);
  });

  test.each([
    ['http://models.example', false],
    ['http://192.168.1.5', true],
    ['http://localhost:1', true],
  ])('from an https page to %s may succeed later: %s', (server, retryable) => {
    inBrowser('https://chat.example');
    expect(failed(server, 'GET').retryable).toBe(retryable);
  });

  test('may be caused by being offline, unless the server is local', () => {
    inBrowser(PAGE, { onLine: false });
    expect(failed('https://models.example').message).toMatch(/The browser is offline/);
    expect(failed(SERVER).message).toMatch(/CORS/);
  });

  test('shows neither the password nor the value of a header', () => {
    inBrowser(PAGE);
    const headers = { authorization: 'Bearer sk-secret-value' };
    const error = connectionError(new TypeError('Failed to fetch'), {
      method: 'POST',
      url: 'http://user:pass@host:1/v1?key=secret',
      headers,
    });
    expect(error.message).toContain('POST http://***@host:1/v1?key=***');
    expect(error.message).not.toMatch(/pass|secret/);
  });

  test('keeps the advice if the URL is long', () => {
    inBrowser(PAGE);
    const long = `${SERVER}/${'x'.repeat(600)}`;
    expect(failed(long).message).toMatch(/x… If the server runs.*your own server\.$/);
    const hinted = hintedMessage(long, () => 'change it.');
    expect(hinted).toMatch(/x… If the server runs.*\(CORS\): change it\.$/);
    expect(hinted.length).toBeLessThanOrEqual(500);
  });

  test('keeps the advice if the origin of the page is long', () => {
    inBrowser(`https://${'page.'.repeat(60)}example`);
    const hinted = hintedMessage(`${SERVER}/${'x'.repeat(600)}`, (origin) => `allow ${origin} in the settings.`);
    expect(hinted).toMatch(/\(CORS\): allow https:\/\/page\..*… in the settings\. Also permit/);
    expect(hinted.length).toBeLessThanOrEqual(500);
  });
});

describe('a request that is not subject to CORS has the common message', () => {
  test.each([
    ['to the origin of the page', PAGE, MOZILLA, PAGE],
    ['in Deno', PAGE, 'Deno/2.9.0', SERVER],
    ['in Bun', undefined, 'Bun/1.4.0', SERVER],
    ['in Workers', 'https://worker.example', 'Cloudflare-Workers', SERVER],
    ['in Node', undefined, 'Node.js/24', SERVER],
    ['without a user agent', PAGE, undefined, SERVER],
  ])('%s', (_where, origin, userAgent, server) => {
    vi.stubGlobal('origin', origin);
    vi.stubGlobal('navigator', { userAgent });
    expect(failed(server).message).toMatch(/^The connection failed before a response arrived/);
  });

  test('with the reason of the runtime, as in tests that emulate a page', () => {
    inBrowser(PAGE);
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = connectionError(new TypeError('fetch failed', { cause }), { method: 'POST', url: SERVER });
    expect(error.message).toMatch(/^Could not connect to the server \(ECONNREFUSED/);
  });

  test('after the response has begun', () => {
    inBrowser(PAGE);
    const error = connectionError(new TypeError('network error'), { method: 'POST', url: SERVER, inBody: true });
    addCorsHint(error, () => 'allow it.');
    expect(error.message).toMatch(/^The connection was closed before the response was complete/);
  });
});

describe('addCorsHint', () => {
  test('replaces the common next step, with the origin of the page', () => {
    inBrowser(PAGE);
    const error = failed(SERVER, 'GET');
    addCorsHint(error, (origin) => `allow ${origin}.`);
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
    expect(error.message).toMatch(/\(CORS\): allow http:\/\/localhost:5173\.$/);
    expect(error.stack).toContain(error.message);
    expect(JSON.stringify(error)).not.toContain('pageFailure');
  });

  test('does not blame CORS if the server allows the origin by default', () => {
    inBrowser(PAGE);
    const message = hintedMessage(SERVER, () => undefined);
    expect(message).toMatch(/Check that the server is running\. By default, it allows this page's origin \(CORS\)/);
  });

  test('changes no other error', () => {
    const outside = failed(SERVER);
    inBrowser('https://chat.example');
    const other = new LmError('connect_timeout', failed(SERVER).message);
    for (const error of [outside, other, failed('http://models.example')]) {
      const { message } = error;
      addCorsHint(error, () => 'allow it.');
      expect(error.message).toBe(message);
    }
  });
});
