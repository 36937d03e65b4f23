/** Returns a chunk with one choice. */
export function chunk(delta: unknown, more: object = {}, top: object = {}): object {
  return {
    id: 'chat-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'served-model',
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
    ...top,
  };
}

/** Returns a chunk with pieces of tool calls. */
export function callChunk(...calls: object[]): object {
  return chunk({ tool_calls: calls });
}

/** Returns a last chunk with the finish reason. */
export function stop(reason = 'stop', top: object = {}): object {
  return chunk({}, { finish_reason: reason }, top);
}
