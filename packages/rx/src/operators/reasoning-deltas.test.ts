import { EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { reasoningDeltas } from './reasoning-deltas.js';

marbleTest('gives the pieces of reasoning alone, when they come', ({ cold, expectObservable }) => {
  const events = cold('                                  -srRRetTUxrRef|', EVENTS);
  expectObservable(events.pipe(reasoningDeltas())).toBe('---aa------a--|', { a: 'Hm' });
});

marbleTest('passes an error on', ({ cold, expectObservable }) => {
  expectObservable(cold('-srR#', EVENTS).pipe(reasoningDeltas())).toBe('---a#', { a: 'Hm' });
});
