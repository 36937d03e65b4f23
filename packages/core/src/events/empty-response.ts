import type { ChatResponse } from '../contract/chat.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { Warning } from '../contract/warning.js';
import type { ChatEventWriterOptions } from './chat-event-writer-options.js';
import { containsJson } from '../json/contains-json.js';

/** The parts of a response that decide whether it is empty. */
export type ResponseContent = Pick<
  ChatResponse,
  'text' | 'reasoning' | 'refusal' | 'toolCalls' | 'toolResults' | 'finishReason' | 'extra'
>;

/** The next step for the user, by the reason why the model stopped. */
const NEXT_STEPS: Readonly<Record<FinishReason['unified'], string>> = {
  length: 'Increase "maxOutputTokens", or shorten the prompt.',
  'content-filter': "The server's content filter withheld the output. Rephrase the prompt.",
  error: "The server failed during generation. Retry the request, or check the server's log.",
  'tool-calls':
    "The server may have failed to parse the model's tool call. Retry the request, or check that the server supports tools for this model.",
  stop: "Retry the request, or check the model's chat template and the server's log.",
  unknown: "Retry the request, or check the model's chat template and the server's log.",
};

/** Describes the end of a response. The server's own words stay in `finishReason`, since a message may be logged. */
function described({ unified, raw }: FinishReason): string {
  if (unified !== 'unknown') return `with finish reason "${unified}"`;
  return raw === undefined ? 'without a finish reason' : 'with an unknown finish reason';
}

function warning(message: string): Warning {
  return { code: 'empty_response', message };
}

/** Returns the message for a response without the JSON that was requested. */
function missingJson({ reasoning, finishReason }: ResponseContent): string {
  const ending = described(finishReason);
  if (reasoning === undefined || reasoning.trim() === '') {
    return `The response contains no JSON, because its text is empty. It ended ${ending}. ${NEXT_STEPS[finishReason.unified]}`;
  }
  // Reasoning that was cut off may contain a draft, which is not the response.
  if (finishReason.unified === 'length') {
    return `The text is empty, because the reasoning used up all tokens. It ended ${ending}. ${NEXT_STEPS.length}`;
  }
  return containsJson(reasoning)
    ? `The text is empty, and the JSON is in "reasoning". The response ended ${ending}. Parse the reasoning, or turn it off for requests with "responseFormat".`
    : `The text is empty, and the reasoning contains no JSON. The response ended ${ending}. ${NEXT_STEPS[finishReason.unified]}`;
}

/**
 * Returns a warning if a response lacks what it should contain, although the call did not fail: everything, the requested JSON, or the tool
 * call that the finish reason reports.
 *
 * @param expectsJson True if the request demands JSON. Some servers then put it into the reasoning (lmstudio-ai/lmstudio-bug-tracker issue
 * 1698, ai-dynamo/dynamo issue 11203, zammad/zammad issue 5984).
 */
export function emptyResponseWarning(response: ResponseContent, expectsJson: boolean): Warning | undefined {
  const { text, reasoning, refusal, toolCalls, toolResults, finishReason, extra } = response;
  const hasOther = refusal !== undefined || toolCalls.length > 0;
  const hasText = text.trim() !== '';
  if (expectsJson && !hasText && !hasOther) return warning(missingJson(response));
  const isEmpty = !hasText && reasoning === undefined && toolResults.length === 0 && extra === undefined;
  if (isEmpty && !hasOther) {
    return warning(
      `The response is empty. It ended ${described(finishReason)} and has no text, reasoning or tool call. ${NEXT_STEPS[finishReason.unified]}`,
    );
  }
  if (finishReason.unified !== 'tool-calls' || hasOther || toolResults.length > 0) return undefined;
  return warning(`The response ended ${described(finishReason)}, but has no tool call. ${NEXT_STEPS['tool-calls']}`);
}

/** Returns the warning of `emptyResponseWarning` for the response of a writer, which keeps only samples of the text if `collect` is false. */
export function emptyChatWarning(
  response: ResponseContent,
  { responseFormat: { type } = { type: 'text' }, collect }: Pick<ChatEventWriterOptions, 'responseFormat' | 'collect'>,
): Warning | undefined {
  const expectsJson = type !== 'text';
  // JSON cannot be found in a sample of the reasoning.
  return emptyResponseWarning(
    expectsJson && collect === false ? { ...response, reasoning: undefined } : response,
    expectsJson,
  );
}

/** Returns a warning if a text completion has no text. */
export function emptyCompletionWarning(text: string, finishReason: FinishReason): Warning | undefined {
  if (text !== '') return undefined;
  return warning(`The completion is empty. It ended ${described(finishReason)}. ${NEXT_STEPS[finishReason.unified]}`);
}
