import type { StreamEvent, Warning } from '@lmux/core';

/** Marks a value that is not passed on. */
export const DROPPED = Symbol('dropped');

/** Several attempts at a stream that are joined to one stream. */
export interface JoinedAttempts<T> {
  /** True if the response has begun, after which there must be no further attempt. */
  readonly begun: boolean;
  /** Returns the value to pass on, or `DROPPED`. */
  readonly take: (value: T) => T | typeof DROPPED;
}

/** Joins the attempts at a stream of events or of any other values. */
export function joinAttempts<T>(): JoinedAttempts<T> {
  let begun = false;
  let started = false;
  /** The end event of the phase that an earlier attempt left open. Before the response begins, only one phase is open at a time. */
  let openEnd: StreamEvent | undefined;
  const seenWarnings = new Set<string>();

  const takeEvent = (event: StreamEvent): StreamEvent | typeof DROPPED => {
    switch (event.type) {
      case 'start': {
        if (started) return takeLaterStart();
        started = true;
        return event;
      }
      case 'warning':
        return isNews(event.warning) ? event : DROPPED;
      case 'model-load-start':
        openEnd = { type: 'model-load-end' };
        return event;
      case 'prompt-start':
        openEnd = { type: 'prompt-end' };
        return event;
      case 'model-load-end':
      case 'prompt-end':
        openEnd = undefined;
        return event;
      case 'model-load-progress':
      case 'prompt-progress':
        return event;
      default:
        begun = true;
        return event;
    }
  };

  const takeLaterStart = (): StreamEvent | typeof DROPPED => {
    const end = openEnd ?? DROPPED;
    openEnd = undefined;
    return end;
  };

  const isNews = ({ code, message }: Warning): boolean => {
    const size = seenWarnings.size;
    return seenWarnings.add(`${code} ${message}`).size > size;
  };

  return {
    get begun() {
      return begun;
    },
    take(value) {
      if (begun) return value;
      if (isEvent(value)) return takeEvent(value) as T | typeof DROPPED;
      begun = true;
      return value;
    },
  };
}

function isEvent(value: unknown): value is StreamEvent {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
