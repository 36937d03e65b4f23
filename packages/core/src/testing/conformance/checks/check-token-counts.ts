import type { Usage } from '../../../contract/usage.js';
import type { ConformanceResponse } from '../conformance-fixtures.js';
import { bytesOf } from '../route-plan.js';
import { ensure, shown } from './assert.js';

interface WithUsage {
  readonly usage?: Usage | undefined;
}

/** Matches a token count of 0. Other fields, such as the index of a choice, are 0 in nearly every body. */
const ZERO_COUNT = /"[^"]*(?:token|count|usage)[^"]*"\s*:\s*0(?:\.0+)?(?![\w.])/i;

/**
 * Throws if a token count was invented. If the fixture lists the counts of a response, there must be no others.
 * Otherwise the suite does not know which counts the server sends, so it only requires that the body contains a count
 * of 0 if the result has one.
 */
export function checkTokenCounts(result: object, expected: object, response: ConformanceResponse): void {
  const known = (expected as WithUsage).usage;
  const more = Object.entries((result as WithUsage).usage ?? {}).filter(
    ([name, count]) => count !== undefined && known?.[name as keyof Usage] === undefined,
  );
  const stated = (response.expect as WithUsage | undefined)?.usage !== undefined;
  ensure(
    !stated || more.length === 0,
    `"usage" contains ${shown(Object.fromEntries(more))} in addition to the counts in "expect": ${shown(known)}. Omit counts that the server does not send.`,
  );
  const zeros = more.filter(([, count]) => count === 0).map(([name]) => `usage.${name}`);
  ensure(
    zeros.length === 0 || ZERO_COUNT.test(new TextDecoder().decode(bytesOf(response))),
    `${zeros.join(', ')} is 0, but the server's response has no count of 0. Omit counts that the server does not send. If it does send this count, add it to "expect".`,
  );
}
