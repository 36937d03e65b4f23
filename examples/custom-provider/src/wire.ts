/** A line of a stream. A response that is not streamed is one line with both `piece` and `end`. */
export interface AcmeLine {
  readonly piece?: string;
  readonly end?: { readonly why: string; readonly read?: number; readonly wrote?: number };
}

/** The response of `GET /catalog`. */
export interface AcmeCatalog {
  readonly models: readonly { readonly name: string; readonly kind: string }[];
}
