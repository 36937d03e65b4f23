import { Refusal } from '../shared/http/refusal.js';
import { bearerToken } from '../shared/server/exchange.js';

/** The form of LM Studio's own tokens: an id of 8 characters and a secret of 20. */
const TOKEN_FORM = /^sk-lm-[A-Za-z0-9]{8}:[A-Za-z0-9]{20}$/;

/** Refuses a request without one of `tokens` as its bearer token. */
export function checkToken(tokens: readonly string[], authorization: string | undefined): void {
  const token = bearerToken(authorization);
  if (token === undefined) {
    throw unauthorized('An LM Studio API token is required: send it as "Authorization: Bearer <token>".');
  }
  if (tokens.includes(token)) return;
  // LM Studio echoes the first ten characters too. The emulator does it because clients must mask them.
  const echo = `${token.slice(0, 10)}${'*'.repeat(Math.max(0, token.length - 10))}`;
  throw unauthorized(
    TOKEN_FORM.test(token)
      ? `Invalid LM Studio API token: ${echo}`
      : `Malformed LM Studio API token: ${echo}. A token has the form sk-lm-xxxxxxxx:xxxxxxxxxxxxxxxxxxxx.`,
  );
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, { message, type: 'invalid_request', code: 'invalid_api_key', param: null });
}
