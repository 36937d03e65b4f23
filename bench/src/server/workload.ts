/**
 * Parses the workload in the name of the model, which every client can pass on:
 * `stream-<events>-<events per write>-<salt>`, `paced-<events>-<events per second>`, `chat`, `embed-<vectors>-<dimensions>-<float|base64>`.
 */
export function workloadOf(body: string): { kind: string; numbers: number[]; last: string } {
  const [, model = ''] = /"model":"([^"]*)"/.exec(body) ?? [];
  const [kind = '', ...rest] = model.split('-');
  return { kind, numbers: rest.map(Number), last: rest.at(-1) ?? '' };
}

const TOKENS = [
  ' the',
  ' of',
  ' model',
  ' answer',
  's',
  ',',
  ' streaming',
  '\n\n',
  ' "quoted"',
  ' naïve',
  ' 世界',
  ' and',
  ' to',
  '.',
];

/** Returns a token of the reply, the same for every client. Most tokens are plain. Some need escapes or are not ASCII, as in real replies. */
export function tokenAt(index: number): string {
  // The stride is coprime to the number of tokens, so neighbors differ.
  return TOKENS[(index * 5 + (index >> 4)) % TOKENS.length] ?? '';
}

/** Adds a token to a checksum, which changes if a token is lost, changed or out of order. */
export function addToChecksum(sum: number, token: string): number {
  return (Math.imul(sum, 31) + token.length * 131 + token.charCodeAt(0)) | 0;
}

/** Returns the checksum of a complete stream. */
export function expectedChecksum(tokens: number, sum = 0): number {
  for (let index = 0; index < tokens; index += 1) sum = addToChecksum(sum, tokenAt(index));
  return sum;
}
