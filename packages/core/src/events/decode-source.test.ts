import { describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { LmError } from '../errors/lm-error.js';
import { StreamError } from '../errors/stream-error.js';
import { decodeSource, type StreamDecoder } from './decode-source.js';

/** Creates a decoder that emits two events for each word, and one at the end. */
function decoderOf(emit: (event: string) => void, endsWith?: Error): StreamDecoder<string> {
  let text = '';
  return {
    push(word) {
      if (word === 'bad') throw new LmError('parse_error', 'A bad word.');
      text += word;
      emit(`${word}!`);
      emit(`${word}?`);
    },
    end() {
      if (endsWith !== undefined) throw endsWith;
      emit('end');
    },
    partial: () => ({ text }),
  };
}

function open(endsWith?: Error) {
  const wire = new FakeSource<string>();
  const recorder = new Recorder<string>();
  const subscription = decodeSource<string, string>(wire, (emit) => decoderOf(emit, endsWith)).subscribe(recorder);
  return { wire, recorder, subscription };
}

test('decodes each value when it is pushed, and at the end', () => {
  const { wire, recorder } = open();
  wire.next('a');
  expect(recorder.heard).toEqual(['a!', 'a?']);
  wire.next('b');
  wire.complete();
  expect(recorder.heard).toEqual(['a!', 'a?', 'b!', 'b?', 'end', 'complete']);
});

test('creates a decoder for each subscription', () => {
  const wire = new FakeSource<string>((self) => {
    self.next('a');
    self.error(new StreamError('stream_truncated', 'Broken.'));
  });
  const source = decodeSource<string, string>(wire, (emit) => decoderOf(emit));
  const recorders = [new Recorder<string>(), new Recorder<string>()];
  for (const recorder of recorders) source.subscribe(recorder);
  for (const { heard } of recorders) expect(heard.at(-1)).toMatchObject({ error: { partial: { text: 'a' } } });
});

test('passes on pause, resume and cancel', () => {
  const { wire, subscription } = open();
  subscription.pause();
  subscription.resume();
  subscription.cancel();
  expect(wire.calls).toEqual(['subscribe', 'pause', 'resume', 'cancel']);
});

describe('an error', () => {
  test('receives the partial response', () => {
    const { wire, recorder } = open();
    const failure = new LmError('idle_timeout', 'Silence.');
    wire.next('a', 'b');
    wire.error(failure);
    expect(recorder.heard.at(-1)).toEqual({ error: failure });
    expect(failure.partial).toEqual({ text: 'ab' });
  });

  test('has no partial response if nothing has arrived', () => {
    const { wire, recorder } = open();
    const failure = new LmError('authentication', 'No.');
    wire.error(failure);
    expect(recorder.heard).toEqual([{ error: failure }]);
    expect('partial' in failure).toBe(false);
  });

  test('that is not an LmError is passed on unchanged', () => {
    const { wire, recorder } = open();
    const failure = new Error('plain');
    wire.next('a');
    wire.error(failure);
    expect(recorder.heard.at(-1)).toEqual({ error: failure });
    expect('partial' in failure).toBe(false);
  });

  test('of the decoder at the end is emitted as an error of the stream', () => {
    const failure = new StreamError('stream_truncated', 'No finish.');
    const { wire, recorder } = open(failure);
    wire.next('a');
    wire.complete();
    expect(recorder.heard.at(-1)).toEqual({ error: failure });
    expect(failure.partial).toEqual({ text: 'a' });
  });

  test('of the decoder within a push is thrown to the source, which ends the stream with it', () => {
    const { wire } = open();
    expect(() => wire.next('bad')).toThrow('A bad word.');
  });
});
