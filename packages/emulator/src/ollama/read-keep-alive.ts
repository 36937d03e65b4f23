import { badRequest, wrongType } from './read-body.js';

/** Default idle time before a model is unloaded. */
const DEFAULT_MS = 5 * 60 * 1000;

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Reads the time in ms for which a model stays loaded after a request. Undefined means forever, and 0 unloads it. */
export function readKeepAlive(value: unknown): number | undefined {
  if (value === undefined || value === null) return DEFAULT_MS;
  if (typeof value === 'number') return value < 0 ? undefined : value * 1000;
  if (typeof value === 'string') return durationMs(value);
  throw wrongType('keep_alive', value, 'api.Duration');
}

/** Parses a Go duration such as `10m`, `1h30m` or `-1m`. */
function durationMs(text: string): number | undefined {
  if (!/^[-+]?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text) && text !== '0') {
    const kind = /^[-+]?[\d.]+$/.test(text) ? 'missing unit in' : 'invalid';
    throw badRequest(`time: ${kind} duration ${JSON.stringify(text)}`);
  }
  if (text.startsWith('-')) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}
