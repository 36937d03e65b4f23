/** A text and its number of tokens. */
export interface MeasuredText {
  readonly kind: string;
  readonly text: string;
  /** The lowest number of tokens with the tokenizers of GPT-4 (cl100k_base), GPT-4o (o200k_base), Llama 2, Llama 3 and SmolLM2. */
  readonly fewest: number;
  /** Number of tokens with SmolLM2, the model of the real server. */
  readonly smollm2: number;
}

const ROWS: readonly (readonly [kind: string, sample: string, times: number, fewest: number, smollm2: number])[] = [
  [
    'English',
    'The committee met on Tuesday to discuss the proposal that the engineering department had submitted. ',
    24,
    385,
    385,
  ],
  [
    'German',
    'Der Ausschuss tagte am Dienstag, um über den Vorschlag der Entwicklungsabteilung zu beraten. ',
    20,
    401,
    701,
  ],
  ['Russian', 'Комитет собрался во вторник, чтобы обсудить предложение инженерного отдела. ', 20, 361, 1101],
  ['Chinese', '委员会星期二开会讨论工程部门提交的提案。', 24, 312, 984],
  ['Japanese', '委員会は火曜日に開発部門の提案について話し合いました。', 20, 380, 1080],
  ['code', '  const { model, ...rest } = await client.load({ contextLength: 8192 });\n', 20, 400, 481],
  ['JSON', '{ "id": 17, "name": "item 17", "price": 63.64, "tags": ["new", "sale"] },\n', 16, 528, 608],
  ['markup', '<tr><td class="name">Alice</td><td>17</td></tr>\n', 20, 380, 440],
  ['CSV', '4811,207,93,6650,12\n', 30, 360, 600],
  ['base64', 'qL7xT2vRk9ZpW4mYc1HdE8sJ0uNfBgA3iOyXeQtU6lDwVrSjKzMhGnPbFaCo5I+/', 10, 500, 620],
  ['hexadecimal digits', '9f86d081884c7d659a2feaa0c55ad015', 16, 304, 464],
  ['repeated words', 'word ', 400, 401, 401],
  ['long words', 'international responsibility organization understanding ', 80, 321, 321],
  ['one character', 'a', 2400, 300, 600],
  ['lines of one character', `${'='.repeat(70)}\n`, 140, 280, 560],
  ['indentation', `${' '.repeat(32)}x\n`, 140, 282, 282],
  ['emoji', '😀🎉🚀 ', 60, 301, 482],
];

/** Texts of several kinds, with the tokens counted by the tokenizers themselves. */
export const MEASURED_TEXTS: readonly MeasuredText[] = ROWS.map(([kind, sample, times, fewest, smollm2]) => ({
  kind,
  text: sample.repeat(times),
  fewest,
  smollm2,
}));
