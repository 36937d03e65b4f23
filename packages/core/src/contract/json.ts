/**
 * JSON as it comes in from a server, before anybody has looked at it.
 *
 * This is the one place where `any` is allowed: what a server sends is checked where it is read, field by field,
 * and a deep `unknown` would turn each of those reads into a cast.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type IncomingJson = any;

/** A JSON object that we pass through without reading it: JSON Schemas, extra body fields, a provider's own options. */
export type JsonObject = { readonly [key: string]: unknown };
