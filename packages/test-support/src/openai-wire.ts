/** A tool call in the form of the conformance fixtures. */
interface Call {
  readonly name: string;
  readonly input: unknown;
}

/** A tool call in OpenAI's format. */
export interface WireCall {
  readonly index: number;
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** Encodes tool calls in OpenAI's format. */
export function wireCalls(calls: readonly Call[], idOf: (index: number) => string): WireCall[] {
  return calls.map(({ name, input }, index) => ({
    index,
    id: idOf(index),
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
}

/** Encodes token counts in OpenAI's format. */
export function wireUsage({
  inputTokens,
  outputTokens,
}: {
  readonly inputTokens: number;
  readonly outputTokens: number;
}) {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
