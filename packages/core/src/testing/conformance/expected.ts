/**
 * As much of a value as somebody expects. Lists must be of one length; of objects only the keys that are here are looked at, and one
 * that is `undefined` must be absent. Only `usage` is whole: it has no count besides those that are here.
 */
export type Expected<T> = T extends readonly (infer Item)[]
  ? readonly Expected<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Expected<T[Key]> | undefined }
    : T;
