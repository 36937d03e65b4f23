/** Texts shorter than this are common words: hiding them would garble the message and protect nothing. */
const SHORTEST = 8;

/** Fields of a request's body that hold what people wrote. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    for (const line of [value, ...value.split(/\r?\n/)]) {
      const trimmed = line.trim();
      if (trimmed.length >= SHORTEST) texts.add(trimmed);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, texts);
  }
}

/**
 * Takes out of a server's message what it repeats of the prompt: validation errors of some servers quote their input. Runs only
 * where there is an error, so that it may look at the whole request.
 */
export function hidePrompt(message: string, body: unknown): string {
  if (typeof body !== 'object' || body === null) return message;
  const texts = new Set<string>();
  for (const field of PROMPT_FIELDS) collect((body as Record<string, unknown>)[field], texts);
  let hidden = message;
  // The longest first: a line within a text must not break up the text.
  for (const text of [...texts].toSorted((a, b) => b.length - a.length)) {
    hidden = hidden.replaceAll(text, '[prompt]').replaceAll(JSON.stringify(text).slice(1, -1), '[prompt]');
  }
  return hidden;
}
