import { expect, test } from 'vitest';
import type { Warning } from '../contract/warning.js';
import { StreamError } from '../errors/stream-error.js';
import type { EventObserver } from '../contract/streams.js';
import { addWarnings } from './add-warnings.js';

interface Event {
  readonly type: string;
  readonly response?: { readonly warnings: readonly Warning[] };
}

const PLANNED = { code: 'feature_dropped', message: 'planned' };
const EARLY = { code: 'stream_resumed', message: 'early' };
const LATE = { code: 'stream_resumed', message: 'late' };

function play(script: (observer: EventObserver<Event>, warn: (warning: Warning) => void) => void): unknown[] {
  const heard: unknown[] = [];
  const source = addWarnings<Event>((warn) => ({
    subscribe(observer) {
      script(observer, warn);
      return { pause() {}, resume() {}, cancel() {} };
    },
  }));
  source.subscribe({
    next: (event) => heard.push(event),
    error: (error) => heard.push(error),
    complete: () => heard.push('complete'),
  });
  return heard;
}

test('emits warnings immediately, but after the start event, and adds them to the response', () => {
  const heard = play((observer, warn) => {
    warn(EARLY);
    observer.next({ type: 'start' });
    observer.next({ type: 'text-delta' });
    warn(LATE);
    observer.next({ type: 'finish', response: { warnings: [PLANNED] } });
    observer.complete();
  });
  expect(heard).toEqual([
    { type: 'start' },
    { type: 'warning', warning: EARLY },
    { type: 'text-delta' },
    { type: 'warning', warning: LATE },
    { type: 'finish', response: { warnings: [PLANNED, EARLY, LATE] } },
    'complete',
  ]);
});

test('adds warnings to the partial response of an error', () => {
  const error = new StreamError('connection_failed', 'broke', { partial: { text: 'a', warnings: [PLANNED] } });
  play((observer, warn) => {
    observer.next({ type: 'start' });
    warn(LATE);
    observer.error(error);
  });
  expect(error.partial).toEqual({ text: 'a', warnings: [PLANNED, LATE] });
});

test('passes on the same event objects if there are no warnings', () => {
  const finish = { type: 'finish', response: { warnings: [] } };
  expect(play((observer) => observer.next(finish))[0]).toBe(finish);
});
