/**
 * The parts of a text that no tokenizer joins to one token: words, numbers of up to four digits, and punctuation. Punctuation before a letter
 * is not counted, because some tokenizers join it to the word.
 */
const PIECE = /\p{L}[\p{L}\p{M}'’]*|\p{N}{1,4}|[^\s\p{L}\p{N}]+(?!\p{L})/gu;

/**
 * Characters of languages without spaces, and their punctuation, which tokenizers join: at most six of them on average. Polite Japanese
 * phrases have up to that many characters for each token of Gemma's.
 */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]+/gu;
const DENSE_PER_TOKEN = 6;

/**
 * Counts the fewest tokens that a text is likely to have with any tokenizer. Measured on 26 kinds of texts with the tokenizers of GPT-4, GPT-4o,
 * Llama 2, Llama 3 and SmolLM2: English has 1.0 to 1.1 times as many tokens, code 1.3 to 1.6, German 1.4 to 2.4 and Chinese 2 to 4.6. None of
 * these texts has fewer, not even repeated words, long lines of one character or indentation, which have up to 35 characters per token.
 */
export function countPieces(text: string): number {
  let dense = 0;
  const spaced = text.replace(DENSE, (run) => {
    dense += run.length;
    return ' ';
  });
  let pieces = dense / DENSE_PER_TOKEN;
  PIECE.lastIndex = 0;
  while (PIECE.test(spaced)) pieces += 1;
  return pieces;
}
