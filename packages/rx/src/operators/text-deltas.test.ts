import { COMPLETION_EVENTS, EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { textDeltas } from './text-deltas.js';

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
  'passes an error on, and unsubscribes with its subscriber',
  ({ cold, expectObservable, expectSubscriptions }) => {
    const broken = cold('                             -sT#', EVENTS, new Error('broke'));
    expectObservable(broken.pipe(textDeltas())).toBe('--a#', { a: 'Hi' }, new Error('broke'));

    const events = cold('                             -sTUTUxf|', EVENTS);
    expectObservable(events.pipe(textDeltas()), '     ^--!').toBe('--a', { a: 'Hi' });
    expectSubscriptions(events.subscriptions).toBe('  ^--!');
  },
);
