import { chunk } from './chunks.js';
import { head, piece, type Call } from './tool-call-rows.js';

/** The expected parts of a response. */
export interface ExpectedChoices {
  readonly text: string;
  readonly reasoning?: string;
  readonly calls?: readonly Call[];
  /** The finish reason of the server. */
  readonly reason: string;
}

type ChoiceRow = readonly [deviation: string, values: readonly unknown[], expected: ExpectedChoices];

/** Returns a choice. */
export const choice = (index: number | undefined, delta: object, reason: string | null = null): object => ({
  ...(index === undefined ? {} : { index }),
  delta,
  finish_reason: reason,
});

/** Returns a chunk with these choices. */
export const choicesOf = (...choices: object[]): object => ({ ...chunk({}), choices });

const calls = (...list: object[]): object => ({ tool_calls: list });

const A: Call = ['f', '{"x":1}', 'a'];
const B: Call = ['g', '{"y":2}', 'b'];

/** One response in several choices, in a stream of a request without `n`. */
export const CHOICE_ROWS: readonly ChoiceRow[] = [
  [
    'the name of a call in one choice and its arguments in another',
    [choicesOf(choice(0, calls(head(0, 'a', 'f')))), choicesOf(choice(1, calls(piece(0, '{"x":1}')), 'tool_calls'))],
    { text: '', calls: [A], reason: 'tool_calls' },
  ],
  [
    'text in one choice and a call in each of the others (GitHub Copilot: HKUDS/nanobot pull request 1555)',
    [
      choicesOf(choice(0, { content: 'Hi' }, 'stop')),
      choicesOf(choice(1, calls(head(0, 'a', 'f'))), choice(2, calls(head(0, 'b', 'g')))),
      choicesOf(choice(1, calls(piece(0, '{"x"'))), choice(2, calls(piece(0, '{"y":2}')))),
      choicesOf(choice(1, calls(piece(0, ':1}')), 'tool_calls'), choice(2, {}, 'tool_calls')),
    ],
    { text: 'Hi', calls: [A, B], reason: 'tool_calls' },
  ],
  [
    'choices without an index (GitHub Copilot: ericc-ch/copilot-api pull request 81)',
    [
      choicesOf(
        choice(undefined, { content: 'Hi' }, 'stop'),
        choice(undefined, calls(head(0, 'a', 'f', '{"x":1}')), 'stop'),
      ),
    ],
    { text: 'Hi', calls: [A], reason: 'stop' },
  ],
  [
    'choices with the same index',
    [choicesOf(choice(0, { content: 'Hi' }), choice(0, calls(head(0, 'a', 'f', '{"x":1}')), 'tool_calls'))],
    { text: 'Hi', calls: [A], reason: 'tool_calls' },
  ],
  [
    'calls in two choices, the first without text',
    [
      choicesOf(choice(1, calls(head(0, 'b', 'g', '{"y":2}')), 'tool_calls')),
      choicesOf(choice(0, calls(head(0, 'a', 'f', '{"x":1}')), 'tool_calls')),
    ],
    { text: '', calls: [B, A], reason: 'tool_calls' },
  ],
  [
    'the same call in two choices',
    [0, 1].map((index) => choicesOf(choice(index, calls(head(0, 'a', 'f', '{"x":1}')), 'tool_calls'))),
    { text: '', calls: [A], reason: 'tool_calls' },
  ],
  [
    'a call that begins in one choice and continues in another, by its id',
    [
      choicesOf(choice(0, calls(head(0, 'a', 'f', '{"x"')))),
      choicesOf(choice(1, calls(piece(0, ':1}', { id: 'a' })), 'tool_calls')),
    ],
    { text: '', calls: [A], reason: 'tool_calls' },
  ],
  [
    'pieces without an index in two choices',
    [
      choicesOf(choice(0, calls(head(undefined, 'a', 'f'))), choice(1, calls(head(undefined, 'b', 'g')))),
      choicesOf(choice(0, calls(piece(undefined, '{"x"'))), choice(1, calls(piece(undefined, '{"y"')))),
      choicesOf(choice(1, calls(piece(undefined, ':2}')), 'stop'), choice(0, calls(piece(undefined, ':1}')), 'stop')),
    ],
    { text: '', calls: [A, B], reason: 'stop' },
  ],
  [
    'text in both, of which the first counts',
    [
      choicesOf(choice(1, { content: 'no', reasoning_content: 'no' })),
      choicesOf(choice(0, { content: 'Hi', reasoning_content: 'Hm' }), choice(1, { content: 'no' }, 'stop')),
      choicesOf(choice(0, {}, 'length')),
    ],
    { text: 'Hi', reasoning: 'Hm', reason: 'length' },
  ],
  [
    'text in the second only',
    [
      choicesOf(choice(0, calls(head(0, 'a', 'f', '{"x":1}')), 'tool_calls')),
      choicesOf(choice(1, { content: 'H', reasoning_content: 'Hm' })),
      choicesOf(choice(1, { content: [{ type: 'text', text: 'i' }] }, 'stop')),
    ],
    { text: 'Hi', reasoning: 'Hm', calls: [A], reason: 'stop' },
  ],
  [
    'reasoning in the first and text in the second',
    [choicesOf(choice(0, { reasoning_content: 'Hm' }, 'stop'), choice(1, { content: 'Hi' }, 'stop'))],
    { text: 'Hi', reasoning: 'Hm', reason: 'stop' },
  ],
  [
    'no first choice',
    [
      choicesOf(choice(1, { content: 'H' })),
      choicesOf(choice(2, { content: 'no' }, 'stop')),
      choicesOf(choice(1, { content: 'i' }, 'length')),
    ],
    { text: 'Hi', reason: 'length' },
  ],
  [
    'a finish reason in the first before that of the second',
    [choicesOf(choice(0, { content: 'Hi' }, 'stop')), choicesOf(choice(1, {}, 'length'))],
    { text: 'Hi', reason: 'length' },
  ],
  [
    'an empty finish reason in the last',
    [
      choicesOf(choice(0, { content: 'Hi' }, 'length')),
      choicesOf(choice(1, {}, ''), choice(1, {}, 'stop'), choice(0, {}, '')),
    ],
    { text: 'Hi', reason: 'stop' },
  ],
];
