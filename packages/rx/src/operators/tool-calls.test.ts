import { EVENTS, WEATHER } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { toolCalls } from './tool-calls.js';

marbleTest('gives a call when its arguments are whole, not before', ({ cold, expectObservable }) => {
  const events = cold('                            -scC--Cd-f|', EVENTS);
  expectObservable(events.pipe(toolCalls())).toBe('-------a--|', { a: WEATHER });
});

marbleTest(
  'gives no call that is incomplete, and none of those that the server runs itself',
  ({ cold, expectObservable }) => {
    expectObservable(cold('-scC#', EVENTS).pipe(toolCalls())).toBe('----#');
    expectObservable(cold('-so-f|', EVENTS).pipe(toolCalls())).toBe('-----|');
  },
);
