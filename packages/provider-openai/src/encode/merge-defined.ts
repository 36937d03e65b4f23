/**
 * Fields laid over each other, later ones over earlier ones. What is unset is not sent, and what a later layer unsets is taken out.
 * Every request passes here, and a microsecond faster than by spreading the layers into one object and looking at its entries.
 */
export function layered(...layers: readonly (object | undefined)[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const layer of layers) {
    if (layer === undefined) continue;
    for (const key of Object.keys(layer)) {
      const value = (layer as Record<string, unknown>)[key];
      if (value === undefined) {
        if (Object.hasOwn(kept, key)) delete kept[key];
      } else if (key === '__proto__') {
        // Assigned, this one would be a prototype.
        Object.defineProperty(kept, key, { value, enumerable: true, configurable: true });
      } else kept[key] = value;
    }
  }
  return kept;
}

/** An object without its undefined fields: what is unset is not sent. */
export function withoutUndefined<T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return layered(fields) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
