/** Length of the indexed pieces. A quotation of at least twice this length is found wherever it begins and ends. */
const PIECE = 8;

/** Minimum length of a hidden text or line. Shorter ones are common words, and hiding them would garble the message and protect nothing. */
const SHORTEST = 8;

/** Fields of a request body that contain user content. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

/** Nested fields that contain values of the API, not user content. Errors often refer to them. */
const API_FIELDS = new Set(['role', 'type', 'id', 'tool_call_id', 'name', 'detail']);

const HIDDEN = '[prompt]';

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    for (const line of value.split(/\r?\n/)) {
      const trimmed = line.trim();
      if (trimmed.length < SHORTEST) continue;
      texts.add(trimmed);
      texts.add(JSON.stringify(trimmed).slice(1, -1));
    }
  } else if (Array.isArray(value)) {
    for (const inner of value) collect(inner, texts);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) if (!API_FIELDS.has(key)) collect(inner, texts);
  }
}

/** Maps each piece of the texts to its text and offset. The pieces do not overlap, which keeps the cost of long prompts low. */
function indexPieces(texts: ReadonlySet<string>): Map<string, readonly [text: string, offset: number]> {
  const pieces = new Map<string, readonly [string, number]>();
  for (const text of texts) {
    for (let offset = 0; offset + PIECE <= text.length; offset += PIECE) {
      const piece = text.slice(offset, offset + PIECE);
      if (!pieces.has(piece)) pieces.set(piece, [text, offset]);
    }
  }
  return pieces;
}

/** Returns the number of characters in which two texts agree, from the given positions in one direction. */
function agreement(a: string, b: string, aAt: number, bAt: number, step: 1 | -1): number {
  let length = 0;
  while (a[aAt + length * step] !== undefined && a[aAt + length * step] === b[bAt + length * step]) length += 1;
  return length;
}

/**
 * Replaces quotations of the prompt in a server's message. Validation errors of some servers quote their input, often truncated. Complete
 * lines are hidden, and every quotation of at least twice `PIECE` characters. Reading the entire request is acceptable because this runs
 * only for errors.
 */
export function hidePrompt(message: string, body: unknown): string {
  if (typeof body !== 'object' || body === null) return message;
  const texts = new Set<string>();
  for (const field of PROMPT_FIELDS) collect((body as Record<string, unknown>)[field], texts);
  const pieces = indexPieces(texts);
  let hidden = '';
  let shown = 0;
  for (let at = 0; at + PIECE <= message.length; at += 1) {
    const found = pieces.get(message.slice(at, at + PIECE));
    if (found === undefined) continue;
    const [text, offset] = found;
    const before = Math.min(agreement(message, text, at - 1, offset - 1, -1), at - shown);
    const end = at + agreement(message, text, at, offset, 1);
    const length = end - (at - before);
    if (length < 2 * PIECE - 1 && length < text.length) continue;
    const between = message.slice(shown, at - before);
    // A quotation may be found in several adjacent parts, which share one placeholder.
    if (between !== '' || shown === 0) hidden += between + HIDDEN;
    shown = end;
    at = end - 1;
  }
  return hidden + message.slice(shown);
}
