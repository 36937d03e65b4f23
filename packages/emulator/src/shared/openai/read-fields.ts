import { isRecord } from '../json/read-json.js';

type Body = Readonly<Record<string, unknown>>;

/** `stop` as a list, from a string, an array or nothing. */
export function readStop(body: Body): string[] {
  const { stop } = body;
  if (typeof stop === 'string') return [stop];
  return Array.isArray(stop) ? stop.filter((word) => typeof word === 'string') : [];
}

/** `max_tokens`, or Infinity when it is absent or negative (LM Studio takes -1 for "no limit"). */
export function readMaxTokens(body: Body): number {
  const limit = body['max_tokens'];
  return typeof limit === 'number' && limit >= 0 ? limit : Number.POSITIVE_INFINITY;
}

/** Whether a stream ends with a usage chunk. */
export function readIncludeUsage(body: Body): boolean {
  const options = body['stream_options'];
  return isRecord(options) && options['include_usage'] === true;
}
