import type { IncomingJson } from '@lmux/core/provider';

/** The error that a choice carries instead of an answer (OpenRouter), as the body of an error; `undefined` when none does. */
export function choiceError(body: IncomingJson): { error: IncomingJson } | undefined {
  if (!Array.isArray(body?.choices)) return undefined;
  for (const choice of body.choices) {
    const error: unknown = choice?.error;
    if (error !== undefined && error !== null && error !== false) return { error };
  }
  return undefined;
}
