/** Maximum length of the name of a tool in the APIs of OpenAI and most other servers. */
const MAX_LENGTH = 64;

const VALID = /^[\w-]{1,64}$/;

/** Returns eight hexadecimal digits that depend on the text (FNV-1a). They are the same in every process. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * Returns the names under which a model sees tools: at most 64 letters, digits, `_` and `-`. Other characters become `_`. A name that is too
 * long, or that would be the same as another, ends with digits that depend on the tool's own name. A name does not depend on the order of the tools.
 *
 * @param names The names at the MCP server, each once.
 * @param prefix Text before each name.
 */
export function toolNames(names: readonly string[], prefix: string): readonly string[] {
  const plain = names.map((name) => {
    const wanted = prefix + name;
    return VALID.test(wanted) ? wanted : wanted.replaceAll(/[^\w-]/g, '_');
  });
  const counts = new Map<string, number>();
  for (const name of plain) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set(names.map((name) => prefix + name));
  return plain.map((name, index) => {
    const own = names[index] ?? '';
    if (name === prefix + own && VALID.test(name)) return name;
    let unique = name;
    // A digest may be taken too, by a tool that has such a name.
    for (let key = own; !VALID.test(unique) || taken.has(unique) || counts.get(unique) !== 1; key += '_') {
      unique = `${name.slice(0, MAX_LENGTH - 9)}_${digest(key)}`;
      counts.set(unique, (counts.get(unique) ?? 0) + 1);
    }
    taken.add(unique);
    return unique;
  });
}
