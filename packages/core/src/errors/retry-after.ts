type Headers = Readonly<Record<string, string | undefined>>;

/** Waits longer than this are taken for nonsense. */
const ABSURD_MS = 24 * 60 * 60 * 1000;

function sane(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms <= ABSURD_MS ? ms : undefined;
}

/** Go's durations, as Groq and OpenAI write them: `6m0s`, `120ms`, `7.66s`. */
function goDuration(value: string): number | undefined {
  if (!/^(?:[\d.]+(?:ms|h|m|s))+$/.test(value)) return undefined;
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(ms|h|m|s)/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return sane(total);
}

/** `Retry-After`: seconds, also with a fraction, or a date. */
function retryAfter(value: string, wallNowMs: number): number | undefined {
  const seconds = Number(value);
  if (value.trim() !== '' && !Number.isNaN(seconds)) return sane(seconds * 1000);
  // A date names its month; without that, runtimes take `1.2.3` for one too.
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? goDuration(value.trim()) : sane(Math.max(0, date - wallNowMs));
}

/** "try again in 5.289s", "retry after 45 seconds": the only hint that some servers give. */
function inMessage(message: string): number | undefined {
  const found = /(?:try again|retry)(?: in| after) ([\d.]+) ?(ms|milliseconds?|s|seconds?|m|minutes?)\b/i.exec(message);
  if (found === null) return undefined;
  const unit = (found[2] ?? 's').toLowerCase();
  const factor = unit.startsWith('mi')
    ? unit.startsWith('mil')
      ? 1
      : 60_000
    : unit === 'ms'
      ? 1
      : unit === 'm'
        ? 60_000
        : 1000;
  return sane(Number(found[1]) * factor);
}

/**
 * How long a server asks to wait, in milliseconds: `retry-after-ms`, `retry-after` (seconds or a date), Azure's
 * `x-rate-limit-reset-tokens`, or the words of its message. Negative, absurd and unreadable values are no hint.
 */
export function readRetryAfter(headers: Headers, message: string, wallNowMs: number): number | undefined {
  const milliseconds = headers['retry-after-ms'];
  if (milliseconds !== undefined && milliseconds.trim() !== '') {
    const ms = sane(Number(milliseconds));
    if (ms !== undefined) return ms;
  }
  const standard = headers['retry-after'];
  if (standard !== undefined) {
    const ms = retryAfter(standard, wallNowMs);
    if (ms !== undefined) return ms;
  }
  const azure = headers['x-rate-limit-reset-tokens'];
  if (azure !== undefined && Number(azure) > 0) return sane(Number(azure) * 1000);
  return inMessage(message);
}
