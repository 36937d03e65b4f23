import type { JsonObject } from '../contract/json.js';
import type { ProviderMetadata } from '../contract/provider-metadata.js';
import { isObject } from '../json/read-json.js';

/** The origin of the metadata of a response. Metadata goes back only to the same source. */
export interface MetadataSource {
  /** Id of the provider. */
  readonly provider: string;
  /** Name of the route that serves the request. */
  readonly route: string;
  /** Origin of the base URL. */
  readonly origin: string;
}

function keyOf({ provider, route, origin }: MetadataSource): string {
  return `${provider}/${route}@${origin}`;
}

/** Returns a server's state as the metadata of a message, or `undefined` if there is none. */
export function toProviderMetadata(
  data: JsonObject | undefined,
  source: MetadataSource | undefined,
): ProviderMetadata | undefined {
  if (data === undefined || source === undefined || Object.keys(data).length === 0) return undefined;
  return { [keyOf(source)]: data };
}

/** Returns the state in the metadata of a message that came from this source, or `undefined` if there is none. */
export function readProviderMetadata(
  metadata: ProviderMetadata | undefined,
  source: MetadataSource,
): JsonObject | undefined {
  const key = keyOf(source);
  const data = metadata !== undefined && Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  return isObject(data) ? data : undefined;
}
