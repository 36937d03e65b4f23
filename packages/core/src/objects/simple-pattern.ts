/** Compiled when it is first needed. At the top level, it would be in every bundle that imports anything of `@lmux/core/objects`. */
let simple: RegExp | undefined;

/** Tried on the grammars of llama-server b11434 and Ollama 0.17.4 with 2,000 random patterns. Others end the process of the server. */
function compileSimple(): RegExp {
  const quantifier = String.raw`(?:[*+?]|\{(?:0,)?[1-9]\d{0,2}(?:,\d{0,3})?\})?`;
  const characters = String.raw`\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d|[\w @:;,.+*/=!#%&~<>()$|?{}'\`])+-?\]${quantifier}`;
  const literal = String.raw`\\[.+*?()[\]{}^$|](?![*+?{])|[\w @:;,=!#%&~<>/'\`-]${quantifier}`;
  const group = String.raw`\((?![?|)])|\)${quantifier}|\|(?![|)$])`;
  return new RegExp(String.raw`^\^(?!\|)(?:${group}|${literal}|${characters})*\$$`);
}

/** Returns true if grammars of llama.cpp hold a pattern, which must be valid. */
export function isSimplePattern(pattern: string): boolean {
  simple ??= compileSimple();
  return simple.test(pattern) && isPattern(pattern);
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

/** Returns true if the texts that match a pattern have no maximum length. */
export function isUnboundedPattern(pattern: string): boolean {
  const quantified = pattern.replaceAll(/\\.|\[(?:\\.|[^[\]\\])*\]/gs, '.');
  return /[*+]|,\}/.test(quantified) || !/^\^.*\$$/s.test(pattern);
}

/** Returns an equivalent pattern without the groups and classes that grammars do not know, if it has one. */
export function simplifyPattern(pattern: string): string {
  return pattern.replaceAll(/\\.|\[(?:\\.|[^[\]\\])*\]|\(\?:/g, (part) => {
    if (part === '(?:') return '(';
    if (part.startsWith('\\')) return part === '\\d' ? '[0-9]' : part === '\\w' ? '[A-Za-z0-9_]' : part;
    const listed = part.replaceAll('\\d', '0-9').replaceAll('\\w', 'A-Za-z0-9_');
    // A hyphen at the end of a class needs no escape.
    return listed.includes('\\-') ? `${listed.replaceAll('\\-', '').slice(0, -1)}-]` : listed;
  });
}
