import type { CallOptions, DescribedModel, HttpClient } from '@lmux/core/provider';
import { readBoolean, readObject, readObjects, readPositive, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '../encode/merge-defined.js';
import { featuresOfType, type EntryDescription } from './describe-entry.js';
import type { ListResponse } from './endpoint.js';
import { listTells } from './read-abilities.js';

/** The time at which every model was created, according to LiteLLM (`DEFAULT_MODEL_CREATED_AT_TIME` in litellm/constants.py). */
const CREATED = 1_677_610_602;

/**
 * True for a list of a LiteLLM proxy, which has only ids. Its responses to chats have the header `x-litellm-version`, but those to `GET /models` do
 * not (1.108.7), so it is also recognized by the time of its models.
 */
export function isLiteLlm({ list, headers }: ListResponse): boolean {
  if (headers['x-litellm-version'] !== undefined) return true;
  return list.data.length > 0 && list.data.every(({ created }) => created === CREATED);
}

/** Returns the value on which all deployments agree. `null` means that LiteLLM does not know, and counts as another value. */
function common<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/**
 * Decodes the response of `GET /model/info`: one entry for each deployment of each model. `supports_*` are `null` if LiteLLM does not know the
 * model. `GET /model_group/info` is smaller, but sends `false` then. Returns `undefined` if the model is not listed, such as one of a wildcard.
 */
export function decodeModelInfo(body: unknown, model: string): EntryDescription | undefined {
  const entries = readObjects(readObject(body)['data']).filter(({ model_name: name }) => name === model);
  if (entries.length === 0) return undefined;
  const infos = entries.map((entry) => readObject(entry['model_info']));
  const flag = (key: string): boolean | undefined => common(infos.map((info) => readBoolean(info[key])));
  const parameter = (name: string): true | undefined =>
    common(infos.map((info) => listTells(info['supported_openai_params'], name)));
  const lengths = infos.flatMap((info) => readPositive(info['max_input_tokens']) ?? []);
  const contextLength = lengths.length === infos.length ? Math.min(...lengths) : undefined;
  const mode = common(infos.map((info) => readText(info['mode'])));
  const features: DescribedModel['features'] = {
    ...featuresOfType(mode === 'embedding' ? 'embedding' : mode === 'chat' ? 'llm' : 'unknown'),
    ...withoutUndefined({
      tools: flag('supports_function_calling'),
      imageInput: flag('supports_vision'),
      reasoning: flag('supports_reasoning'),
      toolChoice: flag('supports_tool_choice'),
      parallelToolCalls: parameter('parallel_tool_calls'),
      jsonObject: parameter('response_format'),
      jsonSchema: flag('supports_response_schema'),
    }),
  };
  return { features, ...withoutUndefined({ contextLength, maxContextLength: contextLength }) };
}

/** Sends `GET /v1/model/info`. */
export async function requestModelInfo(
  http: HttpClient,
  model: string,
  options: CallOptions,
): Promise<EntryDescription | undefined> {
  const { body } = await http.requestJson({ method: 'GET', path: '/model/info', options });
  return decodeModelInfo(body, model);
}
