import { isLmError, type ChatResponse, type LmError, type ToolCall } from '@lmux/core';
import { isObjectError } from '@lmux/core/objects';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CaseTool } from './bfcl-cases.ts';
import type { MadeCall } from './accepted-arguments.ts';

/**
 * What became of a request: `refused` is an error, `cut` is a response that reached the maximum number of tokens, and `valid` has calls, all of
 * which are valid.
 */
export type ToolOutcome = 'refused' | 'cut' | 'no call' | 'invalid' | 'valid';

/** A response, judged without the knowledge of which calls are right. */
export interface JudgedResponse {
  readonly outcome: ToolOutcome;
  /** The reason of a refusal or of an invalid call. */
  readonly reason: string | undefined;
  /** The calls, with the names of the functions. */
  readonly calls: readonly MadeCall[];
}

/** Validates formats and unknown keywords as annotations. Without `ownProperties`, Ajv finds `toString` in every object. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, ownProperties: true, logger: false });

/** Returns the reason why a call cannot be run, or undefined if it is valid. */
function faultOf({ name, input, parseError }: ToolCall, tools: readonly CaseTool[]): string | undefined {
  if (parseError !== undefined) return parseError;
  const tool = tools.find(({ definition }) => definition.name === name);
  if (tool === undefined) return `no tool has the name ${JSON.stringify(name)}`;
  return ajv.validate(tool.definition.parameters, input) ? undefined : `${name}: ${ajv.errorsText()}`;
}

/** Judges a response: each call must be parsed, have the name of a tool and satisfy its schema. */
export function judgeResponse(
  { toolCalls, finishReason }: Pick<ChatResponse, 'toolCalls' | 'finishReason'>,
  tools: readonly CaseTool[],
): JudgedResponse {
  const calls = toolCalls.map(({ name, input }): MadeCall => {
    const tool = tools.find(({ definition }) => definition.name === name);
    return { name: tool?.functionName ?? name, input };
  });
  if (finishReason.unified === 'length') return { outcome: 'cut', reason: undefined, calls };
  if (calls.length === 0) return { outcome: 'no call', reason: undefined, calls };
  const reason = toolCalls.map((call) => faultOf(call, tools)).find((fault) => fault !== undefined);
  return { outcome: reason === undefined ? 'valid' : 'invalid', reason, calls };
}

/** Judges the error of a request. Throws an error that is none of lmux, and one after which no other request can succeed. */
export function judgeError(error: unknown): JudgedResponse {
  if (!isLmError(error) || error.code === 'connection_failed') throw error;
  return { outcome: outcomeOf(error), reason: error.code, calls: [] };
}

function outcomeOf(error: LmError): ToolOutcome {
  if (!isObjectError(error)) return 'refused';
  return error.finishReason?.unified === 'length' ? 'cut' : 'invalid';
}
