import { expect, test } from 'vitest';
import { classifyError } from './classify-error.js';
import { readErrorBody } from './error-body.js';
import type { ErrorCode } from './error-code.js';

/** The codes of a vendor, by their meaning. */
type Meanings = Partial<Record<ErrorCode, string>>;

test.each<[vendor: string, (code: number) => object, Meanings]>([
  [
    'MiniMax',
    (code) => ({ choices: null, base_resp: { status_code: code, status_msg: 'it broke' } }),
    {
      rate_limited: '1002 1039 2045',
      authentication: '1004 2049',
      quota_exceeded: '1008 2056',
      invalid_request: '1026 1027 2013',
    },
  ],
  [
    'Baidu Qianfan and FastChat',
    (code) => ({ error_code: code, error_msg: 'it broke' }),
    {
      rate_limited: '4 18 42901 336501 336502',
      permission_denied: '6 40103',
      quota_exceeded: '17 19 42902',
      authentication: '100 110 111 40101 40102',
      invalid_request: '40001 40302 336002 336003',
      model_not_found: '40301',
      context_overflow: '40303 336103',
      overloaded: '42903 336100',
    },
  ],
  [
    'Cloudflare and Zhipu',
    (code) => ({ success: false, errors: [{ code, message: 'it broke' }] }),
    {
      authentication: '1001 1002 1003 1004 10000',
      quota_exceeded: '1113 1304 3036',
      model_not_found: '1211 3042 5007',
      invalid_request: '1214 1301 3003 3006 5004',
      context_overflow: '1261',
      rate_limited: '1302 1303',
      overloaded: '1305 3007 3008 3040 7009',
      permission_denied: '3023 3041 5016 5018',
    },
  ],
  [
    'iFlytek',
    (code) => ({ header: { code, message: 'it broke' } }),
    {
      invalid_request: '10013 10014 10019 10163',
      overloaded: '10110',
      context_overflow: '10907',
      authentication: '11200',
      quota_exceeded: '11201',
      rate_limited: '11202 11203',
    },
  ],
])('the codes of %s have these meanings', (_, bodyOf, expected) => {
  const meanings = Object.entries(expected).flatMap(([meaning, codes]) =>
    codes.split(' ').map((code) => [code, meaning]),
  );
  const found = meanings.map(([code]) => [code, classifyError(200, readErrorBody(bodyOf(Number(code))))]);
  expect(found).toEqual(meanings);
});
