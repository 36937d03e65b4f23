/** The fields that every chunk of one stream, and the whole reply, have in common. */
export interface TextShell {
  readonly id: string;
  readonly object: 'text_completion';
  readonly created: number;
  readonly model: string;
}

/** A chunk or a whole reply: both have the same form on this route. */
export function encodeText(shell: TextShell, text: string, finishReason: string | null): object {
  return { ...shell, choices: [{ index: 0, text, logprobs: null, finish_reason: finishReason }] };
}
