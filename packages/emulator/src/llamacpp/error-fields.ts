import type { Refusal } from '../shared/http/refusal.js';
import { LlamaRefusal, typeOf } from './llama-refusal.js';

/** What stands under `error`, whoever refused. */
export function errorFields(refusal: Refusal): object {
  if (refusal instanceof LlamaRefusal) return refusal.fields;
  const { status, message } = refusal;
  return { code: status, message, type: typeOf(status) };
}
