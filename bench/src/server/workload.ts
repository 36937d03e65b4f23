/**
 * What the server is to send is written in the name of the model, since that is what every client can pass on:
 * `stream-<events>-<events a write>-<salt>`, `paced-<events>-<a second>`, `chat`, `embed-<vectors>-<dimensions>-<float|base64>`.
 */
export function workloadOf(body: string): { kind: string; numbers: number[]; last: string } {
  const [, model = ''] = /"model":"([^"]*)"/.exec(body) ?? [];
  const [kind = '', ...rest] = model.split('-');
  return { kind, numbers: rest.map(Number), last: rest.at(-1) ?? '' };
}

const WORDS = [
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

/** The tokens of every reply: mostly plain, some escaped, some beyond ASCII, as in real ones. The same for every client. */
export function tokenAt(index: number): string {
  // A stride prime to the length, so that neighbours differ.
  return WORDS[(index * 5 + (index >> 4)) % WORDS.length] ?? '';
}

/** A number that changes when a token is lost, changed or out of order. */
export function addToChecksum(sum: number, token: string): number {
  return (Math.imul(sum, 31) + token.length * 131 + token.charCodeAt(0)) | 0;
}

/** What a client must arrive at. */
export function expectedChecksum(tokens: number, sum = 0): number {
  for (let index = 0; index < tokens; index += 1) sum = addToChecksum(sum, tokenAt(index));
  return sum;
}
