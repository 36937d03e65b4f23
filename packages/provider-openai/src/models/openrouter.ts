import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { encodeId, readArray, readObject, readObjects, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import { findHost } from '../encode/find-host.js';
import { listHas } from './read-abilities.js';
import type { EntryDescription } from './describe-entry.js';

/** True if the origin is OpenRouter's. */
export function isOpenRouter(origin: string): boolean {
  return findHost([{ host: 'openrouter.ai' }], origin) !== undefined;
}

/**
 * Decodes the endpoints of a model (https://openrouter.ai/docs/api-reference/list-endpoints-for-a-model). OpenRouter sends a request only to
 * endpoints that support its tools and images, and refuses it if there are none. It ignores other parameters that an endpoint does not support
 * (https://openrouter.ai/docs/structured-outputs). `response_format` stands for JSON, and `structured_outputs` for JSON Schema.
 */
export function decodeEndpoints(body: unknown): EntryDescription {
  const { architecture, endpoints } = readObject(readObject(body)['data']);
  const all = readObjects(endpoints);
  const parameters = new Set(all.flatMap(({ supported_parameters: list }) => readArray(list)));
  const isTold = all.length > 0 && all.every(({ supported_parameters: list }) => Array.isArray(list));
  const { input_modalities: input, output_modalities: output } = readObject(architecture);
  const tells = (name: string): true | undefined => (parameters.has(name) ? true : undefined);
  const lengths = all.flatMap(({ context_length: length }) => readPositive(length) ?? []);
  return {
    features: withoutUndefined({
      imageInput: listHas(input, 'image'),
      tools: isTold ? parameters.has('tools') : undefined,
      reasoning: tells('reasoning'),
      toolChoice: tells('tool_choice'),
      parallelToolCalls: tells('parallel_tool_calls'),
      jsonObject: tells('response_format'),
      jsonSchema: tells('structured_outputs'),
      embedding: listHas(output, 'embeddings') === true ? true : undefined,
    }),
    ...withoutUndefined({ maxContextLength: lengths.length === 0 ? undefined : Math.max(...lengths) }),
  };
}

/** Sends `GET /models/{author}/{slug}/endpoints`, whose response is smaller than the list of all models. */
export async function requestEndpoints(
  http: HttpClient,
  model: string,
  options: CallOptions,
): Promise<EntryDescription> {
  const name = model
    .split('/')
    .map((part) => encodeId(part, 'model'))
    .join('/');
  const { body } = await http.requestJson({ method: 'GET', path: `/models/${name}/endpoints`, options });
  return decodeEndpoints(body);
}
