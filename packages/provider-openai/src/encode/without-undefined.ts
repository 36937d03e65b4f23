/** An object without its undefined fields: what is unset is not sent. */
export function withoutUndefined<T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const kept: Record<string, unknown> = {};
  // Half a microsecond less than by entries; every request passes here.
  for (const key of Object.keys(fields)) {
    const value = fields[key as keyof T];
    if (value === undefined) continue;
    // Assigned, this one would be a prototype.
    if (key === '__proto__') Object.defineProperty(kept, key, { value, enumerable: true });
    else kept[key] = value;
  }
  return kept as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
