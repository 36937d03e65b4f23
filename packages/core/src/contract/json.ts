/**
 * What a server sent, as it is: the type of every `raw`. The one place where `any` is allowed, so that an application can look at what
 * the contract has no field for without a cast. Our own code reads JSON with the readers of `json/read-json.ts` instead.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type IncomingJson = any;

/** A JSON object that we pass through without reading it: JSON Schemas, extra body fields, a provider's own options. */
export type JsonObject = { readonly [key: string]: unknown };
