import { LmError } from '@lmux/core';
import { checkChatFunction, checkKeys, checkObject, shown, type Check } from '@lmux/core/provider/streams';
import type { Tool, ToolSource } from './tool.js';
import type { StepChanges } from './tool-run-request.js';

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function');
const isPositive: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? undefined : 'a positive integer';
const isMs: Check = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? undefined : 'a non-negative number of milliseconds';
const isInvalidInputMode: Check = Object.assign(
  (value: unknown) => (value === 'tell-model' || value === 'throw' ? undefined : 'one of "tell-model", "throw"'),
  { words: ['tell-model', 'throw'] },
);
const isList: Check = (value) =>
  Array.isArray(value) && value.length > 0 ? undefined : 'an array of at least one tool or source of tools';
const isString: Check = (value) => (typeof value === 'string' ? undefined : 'a string');
const anything: Check = () => undefined;

const OPTIONS = {
  maxSteps: isPositive,
  approve: isFunction,
  concurrency: isPositive,
  toolTimeoutMs: isMs,
  onInvalidInput: isInvalidInputMode,
  stopWhen: isFunction,
  prepareStep: isFunction,
};

// The client checks `parameters` and `strict`.
const TOOL = { name: isString, description: isString, parameters: anything, strict: anything, run: isFunction };

const TOOL_FORM = 'A tool has the form { name, description, parameters, run }.';
const TOOL_HINTS = {
  type: TOOL_FORM,
  function: TOOL_FORM,
  execute: 'Use "run".',
  handler: 'Use "run".',
  inputSchema: 'Use "parameters".',
  input_schema: 'Use "parameters".',
  schema: 'Use "parameters".',
};

const HINTS = { stream: 'runTools() always streams. Remove it.' };

/** Throws `invalid_request` for fields and options that do not exist or are wrong. The client checks those of the chats. */
export function checkToolRun(request: unknown, options: unknown): void {
  checkChatFunction(request, options, { fields: { tools: isList }, options: OPTIONS, hints: HINTS });
  const { tools } = request as { readonly tools?: readonly unknown[] };
  if (tools === undefined) {
    throw new LmError('invalid_request', '"tools" is missing. Pass at least one tool or source of tools.');
  }
}

/** Returns true for a source of tools. */
export function isSource(item: Tool | ToolSource): item is ToolSource {
  return typeof (item as Partial<ToolSource>).tools === 'function';
}

/** Throws `invalid_request` if a value is not a tool. A tool of a source may have other fields too. */
export function checkTool(tool: unknown, where: string, isOfSource = false): asserts tool is Tool {
  checkObject(tool, `"${where}"`, 'invalid_request', isOfSource ? 'a tool' : 'a tool or a source of tools');
  const { name, description, run } = tool as Partial<Tool>;
  checkKeys(isOfSource ? { name, description, run } : tool, TOOL, where, 'invalid_request', TOOL_HINTS);
  if (!name) {
    throw new LmError(
      'invalid_request',
      `"${where}.name" is missing. Give the tool a name, by which the model calls it.`,
    );
  }
}

/** Throws `invalid_request` if a value is not an object with changes for a step. The client checks its fields. */
export function checkStepChanges(changes: unknown): asserts changes is StepChanges | undefined {
  if (changes === undefined || changes === null) return;
  checkObject(changes, 'The result of "prepareStep"', 'invalid_request', 'an object with fields of the request');
  const { tools } = changes as { readonly tools?: unknown };
  if (tools === undefined || Array.isArray(tools)) return;
  throw new LmError(
    'invalid_request',
    `"tools" of the result of "prepareStep" must be an array; received ${shown(tools)}. Return tools and sources of tools.`,
  );
}
