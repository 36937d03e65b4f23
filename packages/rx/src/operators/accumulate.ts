import { isLmError } from '@lmux/core/web';
import type { AssistantMessage, LmError, ToolCall, Usage, Warning } from '@lmux/core';
import { catchError, distinctUntilChanged, of, scan, startWith, type Observable, type OperatorFunction } from 'rxjs';
import type { ClientEvent } from './client-event.js';

/**
 * The status of a response: `waiting` before the first event, `loading` while the model is loaded, `prompt` while the prompt is processed,
 * `streaming` while reasoning, text, a refusal or tool calls arrive, and `done` when the response is complete. With `catchErrors`, `failed`
 * after an error.
 */
export type ChatStatus = 'waiting' | 'loading' | 'prompt' | 'streaming' | 'done' | 'failed';

/** An immutable snapshot of a response in progress. */
export interface ChatSnapshot {
  readonly status: ChatStatus;
  /** The text so far. */
  readonly text: string;
  /** The reasoning so far, or an empty string if there is none. */
  readonly reasoning: string;
  /** The refusal so far, or an empty string if there is none. */
  readonly refusal: string;
  /** The tool calls whose arguments are complete, in the order in which they were completed. */
  readonly toolCalls: readonly ToolCall[];
  /** The token counts. `undefined` before the end, or if the server does not report them. */
  readonly usage: Usage | undefined;
  /** Progress of the load or the prompt, from 0 to 1. `undefined` in any other status. */
  readonly progress: number | undefined;
  /** The warnings so far, such as a setting that was not applied. */
  readonly warnings: readonly Warning[];
  /** The complete message of the model, for the messages of the next request. `undefined` before the end and for completions. */
  readonly message: AssistantMessage | undefined;
  /** The error of a response that failed, with `catchErrors`. `undefined` in any other status. */
  readonly error: LmError | undefined;
}

/** Options of `accumulate`. */
export interface AccumulateOptions {
  /**
   * Emits an error as a last snapshot with the status `failed` and the field `error`, and completes. What arrived before the error is kept.
   * Errors that are not of lmux, such as an exception in an operator, remain errors. @defaultValue false
   */
  readonly catchErrors?: boolean | undefined;
}

/** The end of a stream that failed, among its events. */
interface Failure {
  readonly type: 'failure';
  readonly error: LmError;
}

type Input = ClientEvent | Failure;

const WAITING: ChatSnapshot = {
  status: 'waiting',
  text: '',
  reasoning: '',
  refusal: '',
  toolCalls: [],
  usage: undefined,
  progress: undefined,
  warnings: [],
  message: undefined,
  error: undefined,
};

/**
 * Accumulates events into snapshots of the response. It emits one snapshot synchronously, before a request is sent (which lets Angular's
 * `toSignal` use `requireSync`), and then one for each event that changes something.
 *
 * A snapshot is cheap, because the JavaScript engine joins the pieces of its text only when the text is read. To render at most one snapshot
 * per frame, add `throttleTime(0, animationFrameScheduler, { leading: true, trailing: true })` after this operator.
 */
export function accumulate(options: AccumulateOptions = {}): OperatorFunction<ClientEvent, ChatSnapshot> {
  return (source) => {
    const events = options.catchErrors === true ? source.pipe(catchError(failureOf)) : source;
    return events.pipe(scan(nextSnapshot, WAITING), startWith(WAITING), distinctUntilChanged());
  };
}

function failureOf(error: unknown): Observable<Failure> {
  if (isLmError(error)) return of({ type: 'failure', error });
  throw error;
}

/** Returns the snapshot after an event, or the same snapshot if the event changes nothing. */
function nextSnapshot(last: ChatSnapshot, event: Input): ChatSnapshot {
  switch (event.type) {
    case 'text-delta':
      return { ...last, status: 'streaming', progress: undefined, text: last.text + event.text };
    case 'reasoning-delta':
      return { ...last, status: 'streaming', progress: undefined, reasoning: last.reasoning + event.text };
    case 'refusal-delta':
      return { ...last, status: 'streaming', progress: undefined, refusal: last.refusal + event.text };
    case 'tool-call-end':
      return { ...inStatus(last, 'streaming'), toolCalls: [...last.toolCalls, event.toolCall] };
    case 'warning':
      return { ...last, warnings: [...last.warnings, event.warning] };
    case 'model-load-start':
      return inStatus(last, 'loading', 0);
    case 'model-load-progress':
      return inStatus(last, 'loading', event.fraction);
    case 'model-load-end':
      return inStatus(last, 'loading', 1);
    case 'prompt-start':
      return inStatus(last, 'prompt', 0);
    case 'prompt-progress':
      return inStatus(last, 'prompt', event.fraction);
    case 'prompt-end':
      return inStatus(last, 'prompt', 1);
    case 'reasoning-start':
    case 'text-start':
    case 'refusal-start':
    case 'tool-call-start':
    case 'tool-result-start':
    case 'tool-result':
      return inStatus(last, 'streaming');
    case 'finish':
      return {
        ...inStatus(last, 'done'),
        usage: event.response.usage,
        message: 'message' in event.response ? event.response.message : undefined,
      };
    case 'failure':
      return { ...inStatus(last, 'failed'), error: event.error };
    // Events that do not change a snapshot, and unknown events of a later release.
    case 'start':
    case 'reasoning-end':
    case 'text-end':
    case 'refusal-end':
    case 'raw':
    case 'tool-call-delta':
    case 'tool-result-input':
    case 'step-start':
    case 'step-end':
    case 'tool-run-start':
    case 'tool-run-progress':
    case 'tool-run-end':
    case 'tool-run-denied':
    default:
      return last;
  }
}

function inStatus(last: ChatSnapshot, status: ChatStatus, progress?: number): ChatSnapshot {
  return last.status === status && last.progress === progress ? last : { ...last, status, progress };
}
