const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|d|h|m|s))+$/;
const DURATION_PART = /(?<![\d.])(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)/g;
const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Parses a duration in Go's format, as Groq and OpenAI send it: `6m0s`, `120ms`, `1m0.36s`. Returns ms, or `undefined` for another text. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit = ''] of text.matchAll(DURATION_PART)) totalMs += Number(amount) * (UNIT_MS[unit] ?? 0);
  return totalMs;
}

/** A number from here on is a point in time in seconds, and one that is 1000 times as large is a point in time in ms. */
const FIRST_EPOCH_SECONDS = 1e9;

/**
 * Parses the time until a reset: a duration (`6m0s`), seconds (Azure, Cerebras), a point in time in seconds or ms (GitHub, OpenRouter), or a
 * date (Anthropic). Returns ms, at least 0, or `undefined` if the text is none of these.
 */
export function parseResetMs(text: string, wallNowMs: number): number | undefined {
  const value = text.trim();
  const number = value === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) {
    if (number < 0) return undefined;
    if (number < FIRST_EPOCH_SECONDS) return number * 1000;
    const pointMs = number < FIRST_EPOCH_SECONDS * 1000 ? number * 1000 : number;
    return Math.max(0, pointMs - wallNowMs);
  }
  const durationMs = parseDuration(value);
  if (durationMs !== undefined) return durationMs;
  // Runtimes parse `1.2.3` as a date too, so require the name of a month or the form of RFC 3339.
  const date = /[a-z]{3}|^\d{4}-\d\d-\d\dT/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallNowMs);
}

/** Maximum plausible wait: the longest period of a limit, which is a month. Longer ones are ignored. */
const ABSURD_MS = 31 * 24 * 60 * 60 * 1000;

/** Returns a wait in ms that a server may mean, otherwise `undefined`. */
export function plausibleWait(ms: number | undefined): number | undefined {
  return ms !== undefined && Number.isFinite(ms) && ms >= 0 && ms <= ABSURD_MS ? ms : undefined;
}

/** Parses `Retry-After`: seconds, which may have a fraction, a date, or a duration. */
export function parseRetryAfter(value: string, wallNowMs: number): number | undefined {
  const seconds = Number(value);
  if (value.trim() !== '' && !Number.isNaN(seconds)) return plausibleWait(seconds * 1000);
  return plausibleWait(parseResetMs(value, wallNowMs));
}
