/** Makers of wire chunks for tests. */

/** A chunk of one choice. */
export function chunk(delta: unknown, more: object = {}, top: object = {}): object {
  return {
    id: 'chat-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'answering',
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
    ...top,
  };
}

/** A chunk of a piece of a tool call. */
export function callChunk(...calls: object[]): object {
  return chunk({ tool_calls: calls });
}

/** The last chunk. */
export function stop(reason = 'stop', top: object = {}): object {
  return chunk({}, { finish_reason: reason }, top);
}
