import type { IncomingJson } from '@lmux/core/provider';

/** OpenRouter's list of typed pieces; encrypted ones have nothing to read. */
function fromDetails(details: unknown): string {
  if (!Array.isArray(details)) return '';
  return details.map((detail: IncomingJson) => detail?.text ?? detail?.summary ?? '').join('');
}

/**
 * The reasoning in a delta or a message, under the first of its names that has any: servers that send two send the same text twice.
 * `<think>` tags within the text stay there: a model may write them as text, a tag may be cut by a chunk, and the server that
 * leaves them in was set so (LM Studio and llama.cpp split them off when told to).
 */
export function reasoningIn(delta: IncomingJson): string {
  const { reasoning_content: content, reasoning, reasoning_details: details } = delta;
  if (typeof content === 'string' && content !== '') return content;
  if (typeof reasoning === 'string' && reasoning !== '') return reasoning;
  return details === undefined ? '' : fromDetails(details);
}
