import type { ChatRequest } from '@lmux/core/provider';
import type { Think } from '../wire.js';

/** How much to reason, in the wire's words: a switch for most models, a word for those that know degrees. */
export function encodeThink(reasoning: ChatRequest['reasoning']): Think | undefined {
  if (reasoning === 'off') return false;
  return reasoning === 'on' ? true : reasoning;
}
