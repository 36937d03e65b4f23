/**
 * JSON as the server sent it. It is the type of every `raw` and the only use of `any`, so that an application can read what the contract has
 * no field for without a cast. lmux itself reads JSON with the functions of `json/read-json.ts`.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type IncomingJson = any;

/** A JSON object that lmux passes on unchanged, such as a JSON Schema, additional body fields or a provider's options. */
export type JsonObject = { readonly [key: string]: unknown };
