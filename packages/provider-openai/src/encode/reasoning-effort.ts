import type { ChatRequest } from '@lmux/core/provider';
import type { Dialect } from './dialect.js';

/**
 * Matches OpenAI's models that do not reason unless the request says so: GPT-5.1 and later, also with the prefix of a gateway
 * (https://platform.openai.com/docs/guides/latest-model). Those called `chat` have no reasoning. Azure's GPT-3.5 is `gpt-35-turbo`.
 */
const QUIET_MODEL = /(?:^|[/:])gpt-(?:5\.[1-9]|[6-9]|(?!35)\d\d)(?![^/]*chat)/i;

/** Returns the `reasoning_effort`. For `on`, most servers get none, because most models that can reason do, and know different values. */
export function reasoningEffortFor(
  reasoning: NonNullable<ChatRequest['reasoning']>,
  model: string,
  { reasoningOn }: Pick<Dialect, 'reasoningOn'>,
): string | undefined {
  if (reasoning === 'on') return reasoningOn ?? (QUIET_MODEL.test(model) ? 'medium' : undefined);
  return reasoning === 'off' ? 'none' : reasoning;
}
