import { rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { startEmulator } from '../../index.js';
import type { Fault } from '../../index.js';
import { checkFault } from './check-fault.js';

test.each<[fault: unknown, message: string]>([
  [{ kind: 'resets' }, '"kind" of a fault must be one of status, html, '],
  [{ kind: 'constructor' }, 'received "constructor".'],
  [{ kind: 'no-done' }, 'received "no-done".'],
  [{}, 'received an object.'],
  ['reset', 'received "reset".'],
  [undefined, 'received undefined.'],
  [{ kind: 'status' }, '"status" of the fault "status" must be an integer from 200 to 599; received undefined.'],
  [{ kind: 'status', status: '503' }, 'received "503".'],
  [
    { kind: 'reset', afterByte: 5 },
    'The fault "reset" has no field "afterByte". Its fields are afterBytes, afterEvents,',
  ],
  [
    { kind: 'reset', afterBytes: -1 },
    '"afterBytes" of the fault "reset" must be an integer of at least 0; received -1.',
  ],
  [{ kind: 'stall', afterFinish: 'yes' }, '"afterFinish" of the fault "stall" must be a boolean; received "yes".'],
  [{ kind: 'delay' }, '"ms" of the fault "delay" must be a number of at least 0; received undefined.'],
  [{ kind: 'engine', failure: 'crashes' }, '"failure" of the fault "engine" must be one of unloaded, reloaded, crash,'],
  [{ kind: 'errorEvent', shape: 'flatt' }, '"shape" of the fault "errorEvent" must be one of object,'],
  [{ kind: 'lineEnding', value: 'lf' }, '"value" of the fault "lineEnding" must be one of crlf, cr; received "lf".'],
  [{ kind: 'noDone', times: -1 }, '"times" of the fault "noDone" must be an integer of at least 0, or Infinity'],
  [
    { kind: 'noDone', method: 'post' },
    '"method" of the fault "noDone" must be a method in upper case; received "post".',
  ],
  [{ kind: 'noDone', path: 'v1/chat' }, '"path" of the fault "noDone" must be a path that begins with /'],
])('%j is refused', async (fault, message) => {
  expect(() => checkFault(fault as Fault)).toThrow(message);
  const error = await rejectionOf<Error>(startEmulator({ faults: [fault as Fault] }));
  expect(error).toBeInstanceOf(TypeError);
});

test.each<Fault>([
  { kind: 'status', status: 503, body: { any: 1 }, headers: { a: 'b' }, times: Infinity },
  { kind: 'reset' },
  { kind: 'stall', commentEveryMs: 5, path: '/v1/models', method: 'GET', times: 0 },
  { kind: 'delay', ms: 0.5 },
  { kind: 'engine', failure: 'crash', afterTokens: 0 },
  { kind: 'emptyPayload', events: ['a'] },
])('%j is accepted', (fault) => {
  expect(() => checkFault(fault)).not.toThrow();
});
