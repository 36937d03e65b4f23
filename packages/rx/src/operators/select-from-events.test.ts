import { catchError, EmptyError, of } from 'rxjs';
import { describe } from 'vitest';
import { COMPLETION, COMPLETION_EVENTS, EVENTS, RESPONSE, WEATHER } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { finalResponse, reasoningDeltas, refusalDeltas, textDeltas, toolCalls } from './select-from-events.js';

describe('textDeltas', () => {
  marbleTest('emits only the text deltas as they arrive', ({ cold, expectObservable, expectSubscriptions }) => {
    const events = cold('     -swrRetTU-Uxf|', EVENTS);
    const deltas = events.pipe(textDeltas());
    expectObservable(deltas).toBe('-------ab-b--|', { a: 'Hi', b: ' there' });
    expectSubscriptions(events.subscriptions).toBe('^------------!');
  });

  marbleTest('accepts the events of a completion', ({ cold, expectObservable }) => {
    const events = cold('                             -stTxf|', COMPLETION_EVENTS);
    expectObservable(events.pipe(textDeltas())).toBe('---a--|', { a: 'Hi' });
  });

  marbleTest('emits an error, and unsubscribes from the source', ({ cold, expectObservable, expectSubscriptions }) => {
    const broken = cold('                             -sT#', EVENTS, new Error('broke'));
    expectObservable(broken.pipe(textDeltas())).toBe('--a#', { a: 'Hi' }, new Error('broke'));

    const events = cold('                             -sTUTUxf|', EVENTS);
    expectObservable(events.pipe(textDeltas()), '     ^--!').toBe('--a', { a: 'Hi' });
    expectSubscriptions(events.subscriptions).toBe('  ^--!');
  });
});

describe('reasoningDeltas', () => {
  marbleTest('emits only the reasoning deltas as they arrive', ({ cold, expectObservable }) => {
    const events = cold('                                  -srRRetTUxrRef|', EVENTS);
    expectObservable(events.pipe(reasoningDeltas())).toBe('---aa------a--|', { a: 'Hm' });
  });

  marbleTest('emits an error', ({ cold, expectObservable }) => {
    expectObservable(cold('-srR#', EVENTS).pipe(reasoningDeltas())).toBe('---a#', { a: 'Hm' });
  });
});

describe('refusalDeltas', () => {
  marbleTest('emits only the refusal deltas as they arrive', ({ cold, expectObservable, expectSubscriptions }) => {
    const events = cold('     -srRetTxgGaGhf|', EVENTS);
    const deltas = events.pipe(refusalDeltas());
    expectObservable(deltas).toBe('---------a-a--|', { a: 'No' });
    expectSubscriptions(events.subscriptions).toBe('^-------------!');
    expectObservable(cold('-sgGhf|', EVENTS).pipe(textDeltas())).toBe('------|');
  });

  marbleTest('emits an error, and nothing for a completion', ({ cold, expectObservable }) => {
    expectObservable(cold('-sgG#', EVENTS).pipe(refusalDeltas())).toBe('---a#', { a: 'No' });
    expectObservable(cold('-stTxf|', COMPLETION_EVENTS).pipe(refusalDeltas())).toBe('------|');
  });
});

describe('toolCalls', () => {
  marbleTest('emits a call when its arguments are complete', ({ cold, expectObservable }) => {
    const events = cold('                            -scC--Cd-f|', EVENTS);
    expectObservable(events.pipe(toolCalls())).toBe('-------a--|', { a: WEATHER });
  });

  marbleTest(
    'does not emit incomplete calls of a failed stream, or calls that the server runs',
    ({ cold, expectObservable }) => {
      expectObservable(cold('-scC#', EVENTS).pipe(toolCalls())).toBe('----#');
      expectObservable(cold('-so-f|', EVENTS).pipe(toolCalls())).toBe('-----|');
    },
  );
});

describe('finalResponse', () => {
  marbleTest('emits the response, and lets the source complete', ({ cold, expectObservable, expectSubscriptions }) => {
    const events = cold('                                -stTUxf-|', EVENTS);
    expectObservable(events.pipe(finalResponse())).toBe('------a-|', { a: RESPONSE });
    expectSubscriptions(events.subscriptions).toBe('     ^-------!');
  });

  marbleTest('accepts the events of a completion', ({ cold, expectObservable }) => {
    const events = cold('                                -stTxf|', COMPLETION_EVENTS);
    expectObservable(events.pipe(finalResponse())).toBe('-----a|', { a: COMPLETION });
  });

  marbleTest('fails when the source fails or completes without a response', ({ cold, expectObservable }) => {
    expectObservable(cold('-sT#', EVENTS).pipe(finalResponse())).toBe('---#');
    const nameless = catchError((error: unknown) => of(error instanceof EmptyError));
    expectObservable(cold('-sT|', EVENTS).pipe(finalResponse(), nameless)).toBe('---(a|)', { a: true });
  });
});
