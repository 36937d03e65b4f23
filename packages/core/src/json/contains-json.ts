/** Maximum number of positions at which JSON may begin. Text with more opening brackets is source code or damaged JSON. */
const MAX_CANDIDATES = 64;

/** Returns the offset after the value whose opening bracket is at `start`, or -1 if it is not closed. */
function endOf(text: string, start: number): number {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (isString) {
      if (char === '\\') at += 1;
      else if (char === '"') isString = false;
    } else if (char === '"') isString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns true if a text is JSON, or contains a JSON object or array that is not empty, such as a code block after a sentence. */
export function containsJson(text: string): boolean {
  const trimmed = text.trim();
  if (isJson(trimmed)) return true;
  const opening = /[{[]/g;
  for (let candidate = 0; candidate < MAX_CANDIDATES; candidate += 1) {
    const found = opening.exec(trimmed);
    if (found === null) return false;
    const end = endOf(trimmed, found.index);
    // Footnotes such as "[1]" are JSON too, but not a response.
    if (end - found.index > 4 && isJson(trimmed.slice(found.index, end))) return true;
  }
  return false;
}
