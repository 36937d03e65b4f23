import { catchError, EmptyError, of } from 'rxjs';
import { describe } from 'vitest';
import { COMPLETION, COMPLETION_EVENTS, EVENTS, RESPONSE, WEATHER } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { finalResponse, reasoningDeltas, textDeltas, toolCalls } from './select-from-events.js';

describe('textDeltas', () => {
  marbleTest('gives the pieces of text alone, when they come', ({ cold, expectObservable, expectSubscriptions }) => {
    const events = cold('     -swrRetTU-Uxf|', EVENTS);
    const deltas = events.pipe(textDeltas());
    expectObservable(deltas).toBe('-------ab-b--|', { a: 'Hi', b: ' there' });
    expectSubscriptions(events.subscriptions).toBe('^------------!');
  });

  marbleTest('takes the events of a completion', ({ cold, expectObservable }) => {
    const events = cold('                             -stTxf|', COMPLETION_EVENTS);
    expectObservable(events.pipe(textDeltas())).toBe('---a--|', { a: 'Hi' });
  });

  marbleTest(
    'passes an error on, and unsubscribes from the source',
    ({ cold, expectObservable, expectSubscriptions }) => {
      const broken = cold('                             -sT#', EVENTS, new Error('broke'));
      expectObservable(broken.pipe(textDeltas())).toBe('--a#', { a: 'Hi' }, new Error('broke'));

      const events = cold('                             -sTUTUxf|', EVENTS);
      expectObservable(events.pipe(textDeltas()), '     ^--!').toBe('--a', { a: 'Hi' });
      expectSubscriptions(events.subscriptions).toBe('  ^--!');
    },
  );
});

describe('reasoningDeltas', () => {
  marbleTest('gives the pieces of reasoning alone, when they come', ({ cold, expectObservable }) => {
    const events = cold('                                  -srRRetTUxrRef|', EVENTS);
    expectObservable(events.pipe(reasoningDeltas())).toBe('---aa------a--|', { a: 'Hm' });
  });

  marbleTest('passes an error on', ({ cold, expectObservable }) => {
    expectObservable(cold('-srR#', EVENTS).pipe(reasoningDeltas())).toBe('---a#', { a: 'Hm' });
  });
});

describe('toolCalls', () => {
  marbleTest('gives a call when its arguments are whole, not before', ({ cold, expectObservable }) => {
    const events = cold('                            -scC--Cd-f|', EVENTS);
    expectObservable(events.pipe(toolCalls())).toBe('-------a--|', { a: WEATHER });
  });

  marbleTest(
    'gives no call that is incomplete when the stream breaks, and none that the server runs itself',
    ({ cold, expectObservable }) => {
      expectObservable(cold('-scC#', EVENTS).pipe(toolCalls())).toBe('----#');
      expectObservable(cold('-so-f|', EVENTS).pipe(toolCalls())).toBe('-----|');
    },
  );
});

describe('finalResponse', () => {
  marbleTest(
    'gives the response, and lets the source end by itself',
    ({ cold, expectObservable, expectSubscriptions }) => {
      const events = cold('                                -stTUxf-|', EVENTS);
      expectObservable(events.pipe(finalResponse())).toBe('------a-|', { a: RESPONSE });
      expectSubscriptions(events.subscriptions).toBe('     ^-------!');
    },
  );

  marbleTest('takes the events of a completion', ({ cold, expectObservable }) => {
    const events = cold('                                -stTxf|', COMPLETION_EVENTS);
    expectObservable(events.pipe(finalResponse())).toBe('-----a|', { a: COMPLETION });
  });

  marbleTest('fails when the source breaks, or ends without a response', ({ cold, expectObservable }) => {
    expectObservable(cold('-sT#', EVENTS).pipe(finalResponse())).toBe('---#');
    const nameless = catchError((error: unknown) => of(error instanceof EmptyError));
    expectObservable(cold('-sT|', EVENTS).pipe(finalResponse(), nameless)).toBe('---(a|)', { a: true });
  });
});
