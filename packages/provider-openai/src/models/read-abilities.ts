import { readBoolean, readObject } from '@lmux/core/provider/json';
import type { Model } from './wire.js';

/** What an entry of a list says about a model. What it does not say is absent. */
export interface Abilities {
  readonly vision: boolean | undefined;
  readonly toolUse: boolean | undefined;
  readonly reasoning: boolean | undefined;
  readonly toolChoice: boolean | undefined;
  readonly parallelToolCalls: boolean | undefined;
  readonly jsonObject: boolean | undefined;
  readonly jsonSchema: boolean | undefined;
}

/** True if the list contains the word. `undefined` if there is no list. */
export function listHas(list: unknown, word: string): boolean | undefined {
  return Array.isArray(list) ? list.includes(word) : undefined;
}

/** Returns true if the list contains the word, and otherwise `undefined`, for a list that does not contain everything. */
export function listTells(list: unknown, word: string): true | undefined {
  return listHas(list, word) === true ? true : undefined;
}

/**
 * Reads what a model supports:
 *
 * - `architecture.input_modalities` of OpenRouter and llama.cpp, and `supported_parameters` of OpenRouter
 *   (https://openrouter.ai/docs/api-reference/list-available-models). It ignores parameters for reasoning that a model does not support, so only
 *   their presence tells something. The same goes for `tool_choice`, `parallel_tool_calls`, `response_format` and `structured_outputs`, because
 *   other servers do not list all of them
 * - `capabilities` of Mistral, an object (https://docs.mistral.ai/api/#tag/models), and of LM Studio's `/api/v0/models`, a list of words
 *   (https://lmstudio.ai/docs/developer/rest/endpoints). LM Studio accepts tools for every model
 * - `capabilities.supports` of GitHub Copilot, where `reasoning_effort` is a list, and `structured_outputs` is missing where it is not supported
 *   (`GET https://api.githubcopilot.com/models`)
 * - `supports_image_in` and `supports_reasoning` of Moonshot (https://platform.moonshot.ai/docs/api/list-models)
 * - `model_spec.capabilities` of Venice (https://docs.venice.ai/api-reference/endpoint/models/list)
 */
export function readAbilities(entry: Model): Abilities {
  const { architecture, supported_parameters: parameters, type } = entry;
  const capabilities = readObject(entry.capabilities);
  const copilot = readObject(capabilities.supports);
  const venice = readObject(readObject(entry.model_spec).capabilities);
  return {
    vision:
      listHas(readObject(architecture).input_modalities, 'image') ??
      readBoolean(capabilities.vision) ??
      readBoolean(copilot.vision) ??
      readBoolean(entry.supports_image_in) ??
      readBoolean(venice.supportsVision) ??
      (type === 'vlm' ? true : undefined),
    toolUse:
      listHas(parameters, 'tools') ??
      readBoolean(capabilities.function_calling) ??
      readBoolean(copilot.tool_calls) ??
      readBoolean(venice.supportsFunctionCalling) ??
      listTells(entry.capabilities, 'tool_use'),
    reasoning:
      listTells(parameters, 'reasoning') ??
      readBoolean(capabilities.reasoning) ??
      (Array.isArray(copilot.reasoning_effort) ? true : undefined) ??
      readBoolean(entry.supports_reasoning) ??
      readBoolean(venice.supportsReasoning),
    toolChoice: listTells(parameters, 'tool_choice'),
    parallelToolCalls: listTells(parameters, 'parallel_tool_calls') ?? readBoolean(copilot.parallel_tool_calls),
    jsonObject: listTells(parameters, 'response_format'),
    jsonSchema:
      listTells(parameters, 'structured_outputs') ??
      readBoolean(copilot.structured_outputs) ??
      readBoolean(venice.supportsResponseSchema),
  };
}
