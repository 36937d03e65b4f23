import { Refusal } from '../../../shared/http/refusal.js';

/** The 400 of a body that is wrong; `param` names the place, null when it is the body as a whole. */
export function invalidRequest(code: string, param: string | null, message: string): Refusal {
  return new Refusal(400, { message, type: 'invalid_request', code, param });
}
