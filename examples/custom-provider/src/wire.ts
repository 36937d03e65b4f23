/** One line of a stream; a whole answer has `piece` and `end` at once. */
export interface AcmeLine {
  readonly piece?: string;
  readonly end?: { readonly why: string; readonly read?: number; readonly wrote?: number };
}

/** The answer of `GET /catalog`. */
export interface AcmeCatalog {
  readonly models: readonly { readonly name: string; readonly kind: string }[];
}
