import type { ErrorCode } from './error-code.js';

/** Error codes, by the numbers of one vendor. Other vendors use the same numbers with other meanings. */
export type VendorCodes = Readonly<Record<string, ErrorCode>>;

/** https://platform.minimax.io/docs/api-reference/errorcode. 1039 and 2013: ENTERPILOT/GoModel pull request 640. */
export const MINIMAX: VendorCodes = {
  1002: 'rate_limited',
  1004: 'authentication',
  1008: 'quota_exceeded',
  1026: 'invalid_request',
  1027: 'invalid_request',
  1039: 'rate_limited',
  2013: 'invalid_request',
  2045: 'rate_limited',
  2049: 'authentication',
  2056: 'quota_exceeded',
};

/** Baidu Qianfan: https://ai.baidu.com/ai-doc/WENXINWORKSHOP/tlmyncueh. FastChat (five digits): lm-sys/FastChat fastchat/constants.py. */
export const BAIDU_AND_FASTCHAT: VendorCodes = {
  4: 'rate_limited',
  6: 'permission_denied',
  17: 'quota_exceeded',
  18: 'rate_limited',
  19: 'quota_exceeded',
  100: 'authentication',
  110: 'authentication',
  111: 'authentication',
  336002: 'invalid_request',
  336003: 'invalid_request',
  336100: 'overloaded',
  336103: 'context_overflow',
  336501: 'rate_limited',
  336502: 'rate_limited',
  40001: 'invalid_request',
  40101: 'authentication',
  40102: 'authentication',
  40103: 'permission_denied',
  40301: 'model_not_found',
  40302: 'invalid_request',
  40303: 'context_overflow',
  42901: 'rate_limited',
  42902: 'quota_exceeded',
  42903: 'overloaded',
};

/**
 * Cloudflare: https://developers.cloudflare.com/workers-ai/platform/errors/, 7009: anomalyco/opencode issue 23773. Zhipu's third version
 * (1001 to 1305): https://docs.z.ai/api-reference/api-code.
 */
export const CLOUDFLARE_AND_ZHIPU: VendorCodes = {
  3003: 'invalid_request',
  3006: 'invalid_request',
  3007: 'overloaded',
  3008: 'overloaded',
  3023: 'permission_denied',
  3036: 'quota_exceeded',
  3040: 'overloaded',
  3041: 'permission_denied',
  3042: 'model_not_found',
  5004: 'invalid_request',
  5007: 'model_not_found',
  5016: 'permission_denied',
  5018: 'permission_denied',
  7009: 'overloaded',
  10000: 'authentication',
  1001: 'authentication',
  1002: 'authentication',
  1003: 'authentication',
  1004: 'authentication',
  1113: 'quota_exceeded',
  1211: 'model_not_found',
  1214: 'invalid_request',
  1261: 'context_overflow',
  1301: 'invalid_request',
  1302: 'rate_limited',
  1303: 'rate_limited',
  1304: 'quota_exceeded',
  1305: 'overloaded',
};

/** https://www.xfyun.cn/doc/spark/Web.html */
export const IFLYTEK: VendorCodes = {
  10013: 'invalid_request',
  10014: 'invalid_request',
  10019: 'invalid_request',
  10110: 'overloaded',
  10163: 'invalid_request',
  10907: 'context_overflow',
  11200: 'authentication',
  11201: 'quota_exceeded',
  11202: 'rate_limited',
  11203: 'rate_limited',
};
