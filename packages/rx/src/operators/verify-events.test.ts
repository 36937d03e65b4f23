import { EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { verifyEvents } from './verify-events.js';

/** The letters of `EVENTS`, and some events of a second tool call. */
const LETTERS = {
  ...EVENTS,
  k: { ...EVENTS.c, index: 1 },
  K: { ...EVENTS.C, index: 1 },
  j: { ...EVENTS.d, index: 1 },
};

const SOUND = [
  'sf|',
  'sw-lLmpPqrRetTUxwf|',
  'stTx-tUx-f|',
  'scCd-iIof|',
  // A tool of the server, without its arguments, in the middle of text.
  'stTx-io-tTx-f|',
  // Two concurrent calls with text between them.
  'sckKCtTxjdf|',
  'sgGGh-f|',
  // Text, then a refusal.
  'stTxgGhf|',
  // Raw output may come anywhere after the start, also inside blocks.
  'sara-eta-Taxa-gaGa-hca-Ca-da-f|',
  // An unknown event of a later release.
  'snf|',
  // A stream that fails or is silent may leave blocks open.
  'stT#',
  'slL',
  '#',
];

const BROKEN: ReadonlyArray<[events: string, passed: string, why: string]> = [
  ['tTxf|', '#', 'Event 1 is "text-start", but "start" must come first.'],
  ['stxs', 'stx#', 'Event 4 is "start", but "start" may come only once.'],
  ['sT', 's#', 'Event 2 is "text-delta", but text has not been started.'],
  ['sx', 's#', 'Event 2 is "text-end", but text has not been started.'],
  ['srRT', 'srR#', 'Event 4 is "text-delta", but text has not been started.'],
  ['sL', 's#', 'Event 2 is "model-load-progress", but model-load has not been started.'],
  ['sppq', 'sp#', 'Event 3 is "prompt-start", but prompt has already been started.'],
  ['sk', 's#', 'Event 2 is "tool-call-start" with index 1, but the next tool call has index 0.'],
  ['scd-c', 'scd-#', 'Event 4 is "tool-call-start" with index 0, but the next tool call has index 1.'],
  ['scK', 'sc#', 'Event 3 is "tool-call-delta" with index 1, but tool-call 1 has not been started.'],
  ['sck-df|', 'sck-d#', 'Event 5 is "finish", but tool-call 1 has not been ended.'],
  ['so', 's#', 'Event 2 is "tool-result", but tool-result call_1 has not been started.'],
  ['sI', 's#', 'Event 2 is "tool-result-input", but tool-result call_1 has not been started.'],
  ['sii', 'si#', 'Event 3 is "tool-result-start", but tool-result call_1 has already been started.'],
  ['sif|', 'si#', 'Event 3 is "finish", but tool-result call_1 has not been ended.'],
  ['stTf|', 'stT#', 'Event 4 is "finish", but text has not been ended.'],
  ['sG', 's#', 'Event 2 is "refusal-delta", but refusal has not been started.'],
  ['stTh', 'stT#', 'Event 4 is "refusal-end", but refusal has not been started.'],
  ['sgg', 'sg#', 'Event 3 is "refusal-start", but refusal has already been started.'],
  ['sgGf|', 'sgG#', 'Event 4 is "finish", but refusal has not been ended.'],
  ['as', '#', 'Event 1 is "raw", but "start" must come first.'],
  ['sfa|', 'sf#', 'Event 3 is "raw", but nothing may follow "finish".'],
  ['sff|', 'sf#', 'Event 3 is "finish", but nothing may follow "finish".'],
  ['sfw|', 'sf#', 'Event 3 is "warning", but nothing may follow "finish".'],
  ['stTx|', 'stTx#', 'The stream completed after 4 events without "finish".'],
  ['|', '#', 'The stream completed after 0 events without "finish".'],
];

function grammarError(message: string): Error {
  return Object.assign(new Error(message), { name: 'EventGrammarError' });
}

for (const events of SOUND) {
  marbleTest(`accepts ${events}`, ({ cold, expectObservable }) => {
    expectObservable(cold(events, LETTERS).pipe(verifyEvents())).toBe(events, LETTERS);
  });
}

for (const [events, passed, why] of BROKEN) {
  marbleTest(`rejects ${events}: ${why}`, ({ cold, expectObservable, expectSubscriptions }) => {
    const source = cold(events, LETTERS);
    expectObservable(source.pipe(verifyEvents())).toBe(passed, LETTERS, grammarError(why));
    const left = passed === '#' ? '(^!)' : `^${passed.slice(1).replaceAll(/\w/g, '-').replace('#', '!')}`;
    expectSubscriptions(source.subscriptions).toBe(left);
  });
}

marbleTest('starts over with each subscription', ({ cold, expectObservable }) => {
  const verified = cold('sf|', LETTERS).pipe(verifyEvents());
  expectObservable(verified).toBe('       sf|', LETTERS);
  expectObservable(verified, '--^').toBe('--sf|', LETTERS);
});
