import { LmError, toolMessage, type ToolCall, type ToolMessage } from '@lmux/core';
import { shownWord, type Check } from '@lmux/core/provider/streams';
import { callApplication } from './application-error.js';
import { errorText } from './error-text.js';
import { runTool, type CallContext } from './run-tool.js';
import type { Tool } from './tool.js';
import { toolErrorEvent, toolResultEvent } from './tool-run-end.js';
import type { ToolApproval } from './tool-run-request.js';
import { untilAborted } from './until-aborted.js';
import { validateInput } from './validate-input.js';

/** A call that can be run, or the reason why not. */
type CheckedCall =
  | { readonly tool: Tool; readonly input: unknown; readonly problem?: undefined; readonly summary?: undefined }
  | {
      readonly tool?: Tool;
      readonly problem: string;
      readonly cause?: unknown;
      /** What is wrong with the arguments, without their values. */
      readonly summary?: string;
    };

function invalidInput({ name }: ToolCall, reason: string): LmError {
  return new LmError(
    'object_invalid',
    `The model called tool ${shownWord(name)} with invalid arguments: ${reason} Remove "onInvalidInput", so that the model can correct them.`,
  );
}

/** Finds the tool of a call, and validates its input. */
async function checkCall(call: ToolCall, input: unknown, { tools, own }: CallContext): Promise<CheckedCall> {
  if (call.parseError !== undefined) return { problem: call.parseError, summary: call.parseError };
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(', ') || 'none';
    return { problem: `There is no tool with this name. The tools are: ${names}.` };
  }
  try {
    return { tool, ...(await untilAborted(() => validateInput(tool, input), own.signal)) };
  } catch (cause) {
    own.signal.throwIfAborted();
    // Such as a transformation of the schema that rejects the value in this way.
    return { problem: errorText(cause), cause };
  }
}

/** Tells the model, and the application, why a call has no result. */
function fail(toolCall: ToolCall, problem: string, { emit }: CallContext, cause: unknown): ToolMessage {
  emit(toolErrorEvent(toolCall, problem, cause));
  return toolMessage(toolCall, new Error(problem));
}

/** A text as input does not decide: the result of `RegExp.exec()` has one too. */
const isApproval: Check = (value) => {
  const { deny, input } = Object(value) as { readonly deny?: unknown; readonly input?: unknown };
  const decides = deny === undefined ? Object(input) === input : typeof deny === 'string';
  return value === 'run' || value === 'deny' || decides
    ? undefined
    : '"run", "deny", { deny: reason } or { input: object }';
};

/** Waits for the decision on a call. */
function approvalOf(toolCall: ToolCall, { options, own: { signal } }: CallContext): Promise<ToolApproval> {
  const { approve = () => 'run' as const } = options;
  return untilAborted(() => callApplication('approve', () => approve(toolCall, { signal }), isApproval), signal);
}

function denied(toolCall: ToolCall, reason: string | undefined, { emit }: CallContext): ToolMessage {
  emit({ type: 'tool-run-denied', toolCall, reason });
  const why = reason ? ` Reason: ${reason}` : '';
  return toolMessage(toolCall, new Error(`The call was denied, so the tool was not run.${why}`));
}

async function runApproved(toolCall: ToolCall, tool: Tool, input: unknown, context: CallContext): Promise<ToolMessage> {
  try {
    const result = await runTool(tool, toolCall, input, context);
    const message = toolMessage(toolCall, result);
    context.emit(toolResultEvent(toolCall, result, message));
    return message;
  } catch (cause) {
    return fail(toolCall, errorText(cause), context, cause);
  }
}

/**
 * Runs a call of the model. Returns the message with its result or with the reason why it has none. `undefined` if the caller must run it.
 * Rejects if the run has to end: with the error of `approve`, or with the reason of the signal.
 */
export async function runToolCall(toolCall: ToolCall, context: CallContext): Promise<ToolMessage | undefined> {
  let checked = await checkCall(toolCall, toolCall.input, context);
  if (checked.problem === undefined) {
    if (checked.tool.run === undefined) return undefined;
    const approval = await approvalOf(toolCall, context);
    if (approval === 'deny') return denied(toolCall, undefined, context);
    if (approval !== 'run') {
      if (approval.deny !== undefined) return denied(toolCall, approval.deny, context);
      checked = await checkCall(toolCall, approval.input, context);
    }
  }
  if (checked.summary !== undefined && context.options.onInvalidInput === 'throw') {
    throw invalidInput(toolCall, checked.summary);
  }
  context.emit({ type: 'tool-run-start', toolCall });
  if (checked.problem === undefined) return runApproved(toolCall, checked.tool, checked.input, context);
  return fail(toolCall, errorText(checked.problem), context, checked.cause);
}
