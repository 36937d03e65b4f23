/**
 * What is known about tokenizers and chat templates in general: for each feature of a prompt, the mean number of tokens, the standard deviation
 * between tokenizers, and optionally how much the feature says about the kind of a text.
 *
 * The features of text were fitted to 5,000 texts (prose in 12 languages, code, data, logs) and eight tokenizers: those of SmolLM2, Llama 2 and
 * 3.1, Qwen 3, Gemma 3, DeepSeek V3, GPT-2 and GPT-4o. See docs/decisions/2026-11-27-token-estimates.md. Those of templates are wide guesses.
 */
const TABLE = {
  // A word is a run of ASCII letters. "camelCase" has two.
  word: [0.847, 0.17],
  letter: [0.061, 0.014],
  // Letters after the sixth of a word.
  long: [0.14, 0.042, 2.1],
  // Letters that are rare in English.
  rare: [0.499, 0.13, 4.8],
  // The most frequent English words.
  common: [-0.705, 0.2, 3.9],
  digit: [0.496, 0.3],
  number: [0.694, 0.18, 2.7],
  punctuation: [0.091, 0.025, 2],
  // Runs of punctuation without a blank before them.
  attached: [0.516, 0.12, 2.7],
  // Numbers and runs of punctuation after a blank.
  spaced: [0.755, 0.21],
  // Runs of line ends.
  line: [0.932, 0.25],
  // Runs of several blanks, and tabs.
  indent: [0.645, 0.17, 3.7],
  // Blanks in these runs.
  blank: [0.04, 0.12],
  latin: [0.679, 0.48, 2.5],
  // Letters such as Cyrillic, Greek, Hebrew and Arabic.
  twoByte: [0.256, 0.16],
  twoByteWord: [0.522, 0.33],
  // Letters such as Devanagari and Thai.
  threeByte: [1.2, 0.77],
  han: [0.722, 0.5],
  kana: [0.557, 0.4],
  hangul: [0.822, 0.6],
  // Halves of surrogate pairs, such as those of emoji.
  surrogate: [0.68, 0.42],
  fullWidth: [1.194, 0.75],
  symbol: [0.833, 0.53],
  // Characters of runs and words that are longer than those of ordinary text. Tokenizers take 1 to 32 characters of a run of line ends as one token.
  run: [0.15, 0.35],
  // What the template adds to every prompt, and a default system message to a prompt without one.
  start: [8, 12],
  noSystem: [8, 14],
  message: [5, 2],
  toolCall: [12, 8],
  // The instructions for calling tools, each tool, and its text as it would be counted within a message.
  tools: [40, 60],
  tool: [8, 10],
  toolText: [1, 0.35],
  // Reasoning of the history, which most templates leave out, as it would be counted within a message.
  reasoningText: [0.5, 0.5],
  image: [600, 400],
} as const satisfies { readonly [feature: string]: readonly [mean: number, deviation: number, weight?: number] };

/** A feature of a prompt that takes tokens. */
export type TokenFeature = keyof typeof TABLE;

/** How often a prompt has each feature. */
export type FeatureCounts = { [Feature in TokenFeature]: number };

/** The features, in the order of the other lists. */
export const FEATURES = Object.keys(TABLE) as readonly TokenFeature[];

const ROWS: readonly (readonly [number, number, number?])[] = Object.values(TABLE);

/** Mean number of tokens of each feature. */
export const MEANS = ROWS.map(([mean]) => mean);

/** Standard deviation of the number of tokens of each feature between tokenizers. */
export const DEVIATIONS = ROWS.map(([, deviation]) => deviation);

/** The weights of the features in the comparison of two kinds of text. */
export const KIND_WEIGHTS = ROWS.map(([, , weight = 0]) => weight);

/** Position of the features that a server-side system message changes. */
export const HIDDEN_FEATURES = [FEATURES.indexOf('start'), FEATURES.indexOf('noSystem')];
