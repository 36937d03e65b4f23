import type { JsonObject } from './json.js';

/**
 * State that a server attached to its response and expects back in the history, such as a signature of the model's reasoning. It is opaque
 * JSON: keep it with the message and pass it back unchanged.
 *
 * Each key names the provider, the route and the origin of the base URL that the value came from, such as
 * `openai/openai@https://generativelanguage.googleapis.com`. A value goes back only to that source, and is left out of requests to any other.
 */
export type ProviderMetadata = { readonly [source: string]: JsonObject };
