import { LmError } from '@lmux/core';
import { animationFrameScheduler, Observable, throttleTime } from 'rxjs';
import { expect, test } from 'vitest';
import { COMPLETION_EVENTS, EVENTS, WEATHER } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { accumulate, type ChatSnapshot } from './accumulate.js';

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
/** What a complete response adds to the last snapshot. */
const DONE = {
  status: 'done',
  usage: { inputTokens: 3, outputTokens: 2 },
  message: { role: 'assistant', content: 'Hi there', toolCalls: [WEATHER] },
} as const;
const STREAMING: ChatSnapshot = { ...WAITING, status: 'streaming' };

test('emits a snapshot before it subscribes to the source', () => {
  const order: string[] = [];
  const source = new Observable<never>(() => void order.push('subscribed'));
  source.pipe(accumulate()).subscribe(({ status }) => order.push(status));
  expect(order).toEqual(['waiting', 'subscribed']);
});

marbleTest('emits a snapshot for each event that changes something', ({ cold, expectObservable }) => {
  const hi = { ...STREAMING, text: 'Hi' };
  const there = { ...STREAMING, text: 'Hi there' };
  const done = { ...there, ...DONE };
  const events = cold('                             -s-tTUxf|', EVENTS);
  expectObservable(events.pipe(accumulate())).toBe('i--abc-d|', { i: WAITING, a: STREAMING, b: hi, c: there, d: done });
});

marbleTest('reports the progress of the load and the prompt', ({ cold, expectObservable }) => {
  const at = (status: ChatSnapshot['status'], progress: number): ChatSnapshot => ({ ...WAITING, status, progress });
  const events = cold('                             -slLmpPqtT#', EVENTS);
  expectObservable(events.pipe(accumulate())).toBe('i-abcdefgh#', {
    i: WAITING,
    a: at('loading', 0),
    b: at('loading', 0.5),
    c: at('loading', 1),
    d: at('prompt', 0),
    e: at('prompt', 0.25),
    f: at('prompt', 1),
    g: STREAMING,
    h: { ...STREAMING, text: 'Hi' },
  });
});

marbleTest('accumulates reasoning, tool calls and warnings', ({ cold, expectObservable }) => {
  const a = { ...WAITING, warnings: [EVENTS.w.warning] };
  const b: ChatSnapshot = { ...a, status: 'streaming' };
  const c = { ...b, reasoning: 'Hm' };
  const d = { ...b, reasoning: 'HmHm' };
  const e = { ...d, toolCalls: [WEATHER] };
  const events = cold('                             -swrRRecCdiIon', EVENTS);
  expectObservable(events.pipe(accumulate())).toBe('i-abcd---e--', { i: WAITING, a, b, c, d, e });
});

marbleTest('accumulates the refusal apart from the text, and ignores raw output', ({ cold, expectObservable }) => {
  const refusing = (refusal: string): ChatSnapshot => ({ ...STREAMING, refusal });
  const events = cold('                             -sagG-Gah-xf|', EVENTS);
  const done: ChatSnapshot = { ...refusing('NoNo'), ...DONE };
  expectObservable(events.pipe(accumulate())).toBe('i--ab-c----d|', {
    i: WAITING,
    a: STREAMING,
    b: refusing('No'),
    c: refusing('NoNo'),
    d: done,
  });
});

marbleTest('starts over with each subscription', ({ cold, expectObservable }) => {
  const snapshots = cold('-tT|', EVENTS).pipe(accumulate());
  const values = { i: WAITING, a: STREAMING, b: { ...STREAMING, text: 'Hi' } };
  expectObservable(snapshots).toBe('            iab|', values);
  expectObservable(snapshots, '-----^').toBe('  -----iab|', values);
});

marbleTest('accepts the events of a completion', ({ cold, expectObservable }) => {
  const hi = { ...STREAMING, text: 'Hi' };
  const done = { ...hi, ...DONE, message: undefined };
  const events = cold('                             -stTxf|', COMPLETION_EVENTS);
  expectObservable(events.pipe(accumulate())).toBe('i-ab-d|', { i: WAITING, a: STREAMING, b: hi, d: done });
});

marbleTest('can be rendered once per frame, including the first and the last snapshot', (helpers) => {
  const { cold, animate, expectObservable } = helpers;
  animate('          ----x----x----x');
  const events = cold('-tTUxf|', EVENTS);
  const eachFrame = throttleTime(0, animationFrameScheduler, { leading: true, trailing: true });
  expectObservable(events.pipe(accumulate(), eachFrame)).toBe('i---a----(b|)', {
    i: WAITING,
    a: { ...STREAMING, text: 'Hi there' },
    b: { ...STREAMING, ...DONE, text: 'Hi there' },
  });
});

marbleTest('emits an error as the last snapshot, with what arrived before it', ({ cold, expectObservable }) => {
  const error = new LmError('connection_failed', 'The connection was lost.');
  const a = { ...WAITING, status: 'loading', progress: 0.5 } as const;
  const c = { ...STREAMING, text: 'Hi' };
  const snapshots = (diagram: string) => cold(diagram, EVENTS, error).pipe(accumulate({ catchErrors: true }));
  expectObservable(snapshots('-sL#')).toBe('i-a(f|)', {
    i: WAITING,
    a,
    f: { ...WAITING, status: 'failed', error },
  });
  expectObservable(snapshots('-tT#')).toBe('ibc(f|)', {
    i: WAITING,
    b: STREAMING,
    c,
    f: { ...c, status: 'failed', error },
  });
});

marbleTest('renders what arrived in the frame of an error', ({ cold, animate, expectObservable }) => {
  animate('          ----x----x');
  const error = new LmError('connection_failed', 'The connection was lost.');
  const eachFrame = throttleTime(0, animationFrameScheduler, { leading: true, trailing: true });
  const snapshots = cold('-tT#', EVENTS, error).pipe(accumulate({ catchErrors: true }), eachFrame);
  expectObservable(snapshots).toBe('i---(f|)', {
    i: WAITING,
    f: { ...STREAMING, status: 'failed', text: 'Hi', error },
  });
});

marbleTest('catches no error by default, and none of other code', ({ cold, expectObservable }) => {
  const lost = new LmError('connection_failed', 'The connection was lost.');
  const bug = new TypeError('x is not a function');
  expectObservable(cold('-#', EVENTS, lost).pipe(accumulate())).toBe('i#', { i: WAITING }, lost);
  expectObservable(cold('-#', EVENTS, bug).pipe(accumulate({ catchErrors: true }))).toBe('i#', { i: WAITING }, bug);
});
