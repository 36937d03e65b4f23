import { checkChatFunction, LmError, type CallOptions } from '@lmux/core';
import {
  anything,
  checkKeys,
  checkObject,
  isArray,
  isNonNegative,
  isPositiveInteger,
  isString,
  oneOf,
  shown,
  type Check,
} from '@lmux/core/provider/streams';
import type { Tool, ToolSource } from './tool.js';
import type { StepChanges, ToolRunOptions } from './tool-run-request.js';

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function');

const OPTIONS = {
  maxSteps: isPositiveInteger,
  approve: isFunction,
  concurrency: isPositiveInteger,
  toolTimeoutMs: isNonNegative,
  onInvalidInput: oneOf('tell-model', 'throw'),
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
  inputSchema: 'Use "parameters".',
};

/** Returns the options of the chats of a run: those that are not of the run itself. */
export function callOptions(options: ToolRunOptions): CallOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(OPTIONS, name)));
}

/** Throws `invalid_request` for fields and options that do not exist or are wrong. The client checks those of the chats. */
export function checkToolRun(client: unknown, request: unknown, options: unknown): void {
  checkObject(client, 'The first argument of runTools()', 'invalid_request', 'a client');
  const hints = { stream: 'runTools() always streams. Remove it.' };
  checkChatFunction(request, options, { fields: { messages: isArray }, options: OPTIONS, hints });
  const { tools } = request as { readonly tools?: unknown };
  if (Array.isArray(tools) && tools.length > 0) return;
  throw new LmError('invalid_request', `"tools" must be an array of at least one tool; received ${shown(tools)}.`);
}

/** Returns true for a source of tools. */
export function isSource(item: Tool | ToolSource): item is ToolSource {
  return typeof (Object(item) as Partial<ToolSource>).tools === 'function';
}

/** Throws `invalid_request` if a value is not a tool. A tool of a source may have other fields too. */
export function checkTool(tool: unknown, where: string, isOfSource = false): asserts tool is Tool {
  checkObject(tool, `"${where}"`, 'invalid_request', isOfSource ? 'a tool' : 'a tool or a source of tools');
  const { name, description, run } = tool as Partial<Tool>;
  checkKeys(isOfSource ? { name, description, run } : tool, TOOL, where, 'invalid_request', TOOL_HINTS);
}

/** Accepts nothing, and an object with changes for a step. The client checks the values of the other fields. */
export const isStepChanges: Check = (value) => {
  if (value === undefined || value === null) return undefined;
  const { tools = [] } = value as Partial<StepChanges>;
  return typeof value === 'object' && !Array.isArray(value) && Array.isArray(tools)
    ? undefined
    : 'nothing or an object with changes of the request';
};
