import type { Usage } from '../../contract/usage.js';
import { ensure, shown } from './assert.js';
import type { ConformanceAnswer } from './conformance-fixtures.js';
import { bytesOf } from './route-plan.js';

interface Counting {
  readonly usage?: Usage | undefined;
}

/** A zero that counts something. Others are in nearly every answer: the index of a choice, the rest of a limit. */
const ZERO = /"[^"]*(?:token|count|usage)[^"]*"\s*:\s*0(?:\.0+)?(?![\w.])/i;

/**
 * Throws where a count was made up. Where the author says which counts an answer tells, there are no others; the words of the suite do
 * not know what else a server tells, but a 0 must be in what it said.
 */
export function checkCounts(response: object, expected: object, answer: ConformanceAnswer): void {
  const known = (expected as Counting).usage;
  const more = Object.entries((response as Counting).usage ?? {}).filter(
    ([name, count]) => count !== undefined && known?.[name as keyof Usage] === undefined,
  );
  const told = (answer.expect as Counting | undefined)?.usage !== undefined;
  ensure(
    !told || more.length === 0,
    `usage has ${shown(Object.fromEntries(more))} besides what "expect" says of it: ${shown(known)}; a count that the server does not tell is absent.`,
  );
  const zeros = more.filter(([, count]) => count === 0).map(([name]) => `usage.${name}`);
  ensure(
    zeros.length === 0 || ZERO.test(new TextDecoder().decode(bytesOf(answer))),
    `${zeros.join(', ')} is 0, but the answer counts nothing as 0; a count that the server does not tell is absent, one that it tells belongs into "expect".`,
  );
}
