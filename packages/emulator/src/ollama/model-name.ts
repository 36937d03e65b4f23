/** `name` with its tag: without one it means `:latest`. */
export function withTag(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`;
}

/** The whole name with host and namespace, as some errors have it. */
export function fullName(name: string): string {
  const place = name.includes('/') ? name : `library/${name}`;
  return `registry.ollama.ai/${withTag(place)}`;
}

/** Whether this can be the name of a model: letters, digits and `._-`, in parts. */
export function isModelName(name: string): boolean {
  return /^(?:[\w.-]+(?::\d+)?\/){0,2}[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(name);
}
