import { readFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../src/errors/api-error.js';
import { ERROR_CODES, type ErrorCode } from '../src/errors/error-code.js';
import { LmError } from '../src/errors/lm-error.js';
import { isRetriedByClient, isRetryable } from '../src/errors/retryable.js';
import { connectionError } from '../src/transport/connection-error.js';

interface Row {
  readonly codes: readonly string[];
  readonly when: string;
  readonly retryable: boolean;
  readonly retried: boolean;
}

const page = await readFile(new URL('../../../docs/guide/reliability.md', import.meta.url), 'utf8');
const [, section = ''] = /<!-- generated: retries -->(.*?)<!-- end: retries -->/s.exec(page) ?? [];
const [, , ...lines] = section.trim().split('\n');
const rows = lines.map((line): Row => {
  const [, codes = '', when = '', retryable = '', retried = ''] = line.split('|').map((cell) => cell.trim());
  if (![retryable, retried].every((cell) => /^(yes|no)$/.test(cell))) throw new Error(`Not yes or no: ${line}`);
  return { codes: codes.split(', '), when, retryable: retryable === 'yes', retried: retried === 'yes' };
});

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const STATUSES = [200, ...Array.from({ length: 200 }, (_, index) => 400 + index)];
const TIMEOUTS: readonly ErrorCode[] = [
  'queue_timeout',
  'connect_timeout',
  'first_byte_timeout',
  'idle_timeout',
  'total_timeout',
];
/** Codes of errors without a response, because the connection or the wait for the response failed. */
const WITHOUT_RESPONSE: ReadonlySet<ErrorCode> = new Set(['connection_failed', ...TIMEOUTS]);
const WITH_RESPONSE = CODES.filter((code) => !WITHOUT_RESPONSE.has(code));

function hasStatus(when: string, status: number): boolean {
  if (/^\d/.test(when)) return when.split(', ').includes(String(status));
  if (when === 'any other status from 400') return status >= 400;
  return when === 'any status' || when === 'any other status';
}

function rowOf(code: ErrorCode, fits: (when: string) => boolean): Row {
  const row = rows.find(
    ({ codes, when }) => (codes.includes(`\`${code}\``) || codes.includes('any other')) && fits(when),
  );
  if (row === undefined) throw new Error(`The table has no row for ${code}.`);
  return row;
}

const POST = { method: 'POST', url: 'http://host' };
const GET = { method: 'GET', url: 'http://host' };
const broken = (code: string, exchange: Parameters<typeof connectionError>[1]): LmError =>
  connectionError(Object.assign(new Error('The connection failed.'), { code }), exchange);

/** Returns the error of a request of an https page, for which browsers give no reason. */
function blockedInPage(exchange: Parameters<typeof connectionError>[1]): LmError {
  vi.stubGlobal('origin', 'https://page.example');
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0' });
  const error = connectionError(new TypeError('Failed to fetch'), { ...exchange, url: 'http://server.example' });
  vi.unstubAllGlobals();
  return error;
}

/** The failed connections that are listed in the table. */
const CONNECTIONS: Readonly<Record<string, readonly LmError[]>> = {
  'no connection was made': [broken('ECONNREFUSED', POST), broken('ENOTFOUND', GET)],
  'a kept-alive connection was dead': [
    broken('ECONNRESET', { ...POST, deadKeepAlive: true }),
    broken('ECONNRESET', { ...GET, deadKeepAlive: true }),
  ],
  'a GET was sent': [broken('ECONNRESET', GET), broken('UND_ERR_SOCKET', GET)],
  'a POST was sent': [broken('ECONNRESET', POST), broken('UND_ERR_SOCKET', POST)],
  'the response has begun': [
    broken('ECONNRESET', { ...POST, inBody: true }),
    broken('ECONNRESET', { ...GET, inBody: true }),
    broken('ECONNRESET', { ...GET, inBody: true, deadKeepAlive: true }),
  ],
  'the certificate is not trusted': [broken('CERT_HAS_EXPIRED', POST), broken('CERT_HAS_EXPIRED', GET)],
  'an https page called an http server': [blockedInPage(POST), blockedInPage(GET)],
};

describe('the table of retries in docs/guide/reliability.md', () => {
  test.each(WITH_RESPONSE)('is correct for every status of %s', (code) => {
    for (const status of STATUSES) {
      const { retryable, retried } = rowOf(code, (when) => hasStatus(when, status));
      const error = new ApiError(code, 'It failed.', { status, retryable: isRetryable(code) });
      expect([status, error.retryable, isRetriedByClient(error)]).toEqual([status, retryable, retried]);
    }
  });

  test.each(TIMEOUTS)('is correct for %s', (code) => {
    const when = code === 'queue_timeout' ? 'no turn in time' : 'no response in time';
    const { retryable, retried } = rowOf(code, (words) => words === when);
    const error = new LmError(code, 'It took too long.', { retryable: isRetryable(code) });
    expect([error.retryable, isRetriedByClient(error)]).toEqual([retryable, retried]);
  });

  test.each(WITH_RESPONSE)('is correct for %s without an error response', (code) => {
    const { retryable, retried } = rowOf(code, (when) => when === 'no error response');
    const error = new LmError(code, 'It failed.');
    expect([error.retryable, isRetriedByClient(error)]).toEqual([retryable, retried]);
  });

  test('lists exactly the ways in which a connection fails', () => {
    const situations = rows.filter(({ codes }) => codes.includes('`connection_failed`')).map(({ when }) => when);
    expect(situations.toSorted()).toEqual(Object.keys(CONNECTIONS).toSorted());
  });

  test.each(Object.entries(CONNECTIONS))('is correct for connection_failed if %s', (situation, errors) => {
    const { retryable, retried } = rowOf('connection_failed', (when) => when === situation);
    for (const error of errors) expect([error.retryable, isRetriedByClient(error)]).toEqual([retryable, retried]);
  });

  test('has no unused row', () => {
    const used = new Set(
      WITH_RESPONSE.flatMap((code) => STATUSES.map((status) => rowOf(code, (when) => hasStatus(when, status)))),
    );
    const byStatus = rows.filter(({ when }) => STATUSES.some((status) => hasStatus(when, status)));
    expect(byStatus.length).toBeGreaterThan(4);
    expect(byStatus.filter((row) => !used.has(row))).toEqual([]);
  });
});
