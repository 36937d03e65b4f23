/** A call of a tool, as the fixtures of the conformance suite have it. */
interface Call {
  readonly name: string;
  readonly input: unknown;
}

/** A tool call of OpenAI's format. */
export interface WireCall {
  readonly index: number;
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** Returns tool calls as servers of OpenAI's format write them. */
export function wireCalls(calls: readonly Call[], idOf: (index: number) => string): WireCall[] {
  return calls.map(({ name, input }, index) => ({
    index,
    id: idOf(index),
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
}

/** Returns token counts as servers of OpenAI's format write them. */
export function wireUsage({
  inputTokens,
  outputTokens,
}: {
  readonly inputTokens: number;
  readonly outputTokens: number;
}) {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
