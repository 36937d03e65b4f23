import { catchError, EmptyError, of } from 'rxjs';
import { COMPLETION, COMPLETION_EVENTS, EVENTS, RESPONSE } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { finalResponse } from './final-response.js';

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
