type Headers = Readonly<Record<string, string | undefined>>;

/** Maximum plausible wait. Longer ones are ignored. */
const ABSURD_MS = 24 * 60 * 60 * 1000;

function sane(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms <= ABSURD_MS ? ms : undefined;
}

/** Parses a duration in Go's format, as Groq and OpenAI send it: `6m0s`, `120ms`, `7.66s`. */
function goDuration(value: string): number | undefined {
  if (!/^(?:[\d.]+(?:ms|h|m|s))+$/.test(value)) return undefined;
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/(?<![\d.])([\d.]+)(ms|h|m|s)/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  return sane(total);
}

/** Parses `Retry-After`: seconds, which may have a fraction, or a date. */
function retryAfter(value: string, wallNowMs: number): number | undefined {
  const seconds = Number(value);
  if (value.trim() !== '' && !Number.isNaN(seconds)) return sane(seconds * 1000);
  // Runtimes parse `1.2.3` as a date too, so require the name of a month.
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? goDuration(value.trim()) : sane(Math.max(0, date - wallNowMs));
}

/** Finds the wait in a message, such as "try again in 5.289s" or "retry after 45 seconds". Some servers send it only there. */
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
 * Returns the time in ms that a server asks the client to wait, from `retry-after-ms`, `retry-after` (seconds or a date), Azure's
 * `x-rate-limit-reset-tokens`, or its message. Negative, implausibly long and unreadable values are ignored.
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
