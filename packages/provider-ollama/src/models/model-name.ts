/** The tag of a name without a tag. */
const DEFAULT_TAG = ':latest';

/** The default registry. Some responses include it in the name of a model. */
const DEFAULT_REGISTRY = /^(?:registry\.ollama\.ai\/)?library\//;

/** Returns a name in the form in which names can be compared: with its tag, without the default registry, in lower case. */
export function canonicalModelName(name: string): string {
  const bare = name.trim().toLowerCase().replace(DEFAULT_REGISTRY, '');
  return bare.slice(bare.lastIndexOf('/') + 1).includes(':') ? bare : `${bare}${DEFAULT_TAG}`;
}

/** Returns the other names of a model: its name without `:latest`, if that is its tag. */
export function aliasesOf(name: string): string[] {
  return name.toLowerCase().endsWith(DEFAULT_TAG) ? [name.slice(0, -DEFAULT_TAG.length)] : [];
}
