import { isLmError, LmError, type ChatRequest } from '@lmux/core';
import { callApplication } from './application-error.js';
import { availableTools, definitionOf } from './available-tools.js';
import { isStepChanges } from './check-tool-run.js';
import type { ToolRunOptions, ToolRunRequest } from './tool-run-request.js';
import type { Tool } from './tool.js';
import type { RunHistory } from './run-history.js';

/** The chat of a step, and the tools that its response may call. */
export interface NextChat {
  readonly chat: ChatRequest;
  readonly tools: readonly Tool[];
  /** Throws an error of the chat, with the name of `prepareStep` if it made the chat invalid. */
  readonly fail: (error: unknown) => never;
}

/** Adds the name of `prepareStep` to an error of a request that was not sent because it is not valid. */
function preparedError(error: unknown): unknown {
  if (!isLmError(error) || error.attempts !== undefined) return error;
  const { code, message } = error;
  if (code !== 'invalid_request' && code !== 'empty_prompt') return error;
  return new LmError(code, `The result of "prepareStep" is not valid. ${message}`, { cause: error });
}

/** Prepares the chat of the next step. */
export async function nextChat(
  request: ToolRunRequest,
  { prepareStep }: Pick<ToolRunOptions, 'prepareStep'>,
  { steps, messages }: RunHistory,
): Promise<NextChat> {
  const index = steps.length;
  const history = [...request.messages, ...messages];
  const next = { index, steps: [...steps], messages: history };
  const changes = await callApplication('prepareStep', () => prepareStep?.(next), isStepChanges);
  const fail = (error: unknown): never => {
    throw changes ? preparedError(error) : error;
  };
  const { toolChoice } = request;
  // The model could never end if it had to call a tool in each step.
  const isForced = index > 0 && toolChoice !== undefined && toolChoice !== 'none';
  const { tools: items, ...fields } = {
    ...request,
    messages: history,
    ...(isForced && { toolChoice: 'auto' as const }),
    ...changes,
  };
  const tools = await availableTools(items ?? request.tools).catch(fail);
  return {
    chat: { ...fields, messages: fields.messages ?? history, tools: tools.map(definitionOf) },
    tools,
    fail,
  };
}
