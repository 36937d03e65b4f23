/** What is meant where a name has no tag. */
const DEFAULT_TAG = ':latest';

/** Where models come from unless their name says otherwise; some responses spell it out. */
const DEFAULT_REGISTRY = /^(?:registry\.ollama\.ai\/)?library\//;

/** A name in the one form by which names can be compared: with its tag, without the default registry, in lower case. */
export function canonicalModelName(name: string): string {
  const bare = name.trim().toLowerCase().replace(DEFAULT_REGISTRY, '');
  return bare.slice(bare.lastIndexOf('/') + 1).includes(':') ? bare : `${bare}${DEFAULT_TAG}`;
}

/** The name without the tag that goes without saying. */
export function aliasesOf(name: string): string[] {
  return name.toLowerCase().endsWith(DEFAULT_TAG) ? [name.slice(0, -DEFAULT_TAG.length)] : [];
}
