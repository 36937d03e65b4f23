import type { FinishReason } from '@lmux/core/provider';
import { ABSENT_REASONS, FINISH_REASONS } from './finish-reasons.js';

/** The names of enums that servers and gateways leave before a reason: `FinishReason.SAFETY`, `FINISH_REASON_STOP`, `REASON_MAX_LEN`. */
const ENUM_NAME = /^(?:.*\.)?(?:(?:finish_|stop_)?reason_)?/;

/** Returns a reason in snake case and lower case, without a detail: Gemini sends `content_filter: PROHIBITED_CONTENT`. */
function keyOf(raw: string): string {
  const detail = raw.indexOf(':');
  const words = (detail === -1 ? raw : raw.slice(0, detail)).trim();
  return words
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s-]+/g, '_')
    .toLowerCase();
}

function unifiedOf(key: string): FinishReason['unified'] | undefined {
  return Object.hasOwn(FINISH_REASONS, key) ? FINISH_REASONS[key] : undefined;
}

function unifiedOfKey(key: string): FinishReason['unified'] {
  return unifiedOf(key) ?? unifiedOf(key.replace(ENUM_NAME, '')) ?? 'unknown';
}

/** Returns true if a value is a reason. Some servers send a string in place of `null` while they generate. */
export function isFinishReason(raw: unknown): raw is string {
  return typeof raw === 'string' && !ABSENT_REASONS.has(raw.trim().toLowerCase());
}

/** Decodes the server's finish reason. An unknown value is `unknown`. A string that is not a reason counts as absent. */
export function decodeFinishReason(raw: unknown): FinishReason {
  if (!isFinishReason(raw)) return { unified: 'unknown', raw: undefined };
  return { unified: unifiedOf(raw) ?? unifiedOfKey(keyOf(raw)), raw };
}
