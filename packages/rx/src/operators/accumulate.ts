import type { CompletionStreamEvent, StreamEvent, ToolCall, Usage, Warning } from '@lmux/core';
import { distinctUntilChanged, scan, startWith, type OperatorFunction } from 'rxjs';

/**
 * What a reply is about at the moment: `idle` until there is something to tell, `loading` the model, reading the `prompt`,
 * `streaming` reasoning, text or tool calls, `done` when it is complete.
 */
export type ChatStatus = 'idle' | 'loading' | 'prompt' | 'streaming' | 'done';

/** A reply as far as it has come. Never changed: each change makes another one. */
export interface ChatSnapshot {
  readonly status: ChatStatus;
  /** The text so far. */
  readonly text: string;
  /** The reasoning so far; empty when there is none. */
  readonly reasoning: string;
  /** The tool calls whose arguments are whole, in the order in which they became so. */
  readonly toolCalls: readonly ToolCall[];
  /** Tokens taken; `undefined` before the end, and where the server does not tell. */
  readonly usage: Usage | undefined;
  /** How far the load or the reading of the prompt has come, 0 to 1; `undefined` in any other status. */
  readonly progress: number | undefined;
  /** What was asked for and not done, or looks wrong. */
  readonly warnings: readonly Warning[];
}

const IDLE: ChatSnapshot = {
  status: 'idle',
  text: '',
  reasoning: '',
  toolCalls: [],
  usage: undefined,
  progress: undefined,
  warnings: [],
};

/**
 * The reply as it grows: a snapshot at once, before anything is sent (so that Angular's `toSignal` may take
 * `requireSync`), then one for each event that changes something.
 *
 * A snapshot costs little: the pieces of its text are joined only when somebody reads it. Whoever shows it needs no more than
 * one a frame: `throttleTime(0, animationFrameScheduler, { leading: true, trailing: true })` behind this.
 */
export function accumulate(): OperatorFunction<StreamEvent | CompletionStreamEvent, ChatSnapshot> {
  return (source) => source.pipe(scan(nextSnapshot, IDLE), startWith(IDLE), distinctUntilChanged());
}

/** The snapshot after an event; the same one when nothing has changed. */
function nextSnapshot(last: ChatSnapshot, event: StreamEvent | CompletionStreamEvent): ChatSnapshot {
  switch (event.type) {
    case 'text-delta':
      return { ...last, status: 'streaming', progress: undefined, text: last.text + event.text };
    case 'reasoning-delta':
      return { ...last, status: 'streaming', progress: undefined, reasoning: last.reasoning + event.text };
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
    case 'tool-call-start':
    case 'tool-result':
      return inStatus(last, 'streaming');
    case 'finish':
      return { ...inStatus(last, 'done'), usage: event.response.usage };
    // What tells nothing to a snapshot, and events of a later release.
    case 'start':
    case 'reasoning-end':
    case 'text-end':
    case 'tool-call-delta':
    default:
      return last;
  }
}

function inStatus(last: ChatSnapshot, status: ChatStatus, progress?: number): ChatSnapshot {
  return last.status === status && last.progress === progress ? last : { ...last, status, progress };
}
