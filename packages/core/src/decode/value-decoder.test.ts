import { expect, test } from 'vitest';
import { ValueDecoder } from './value-decoder.js';

/** Emits each byte. */
class ByteDecoder extends ValueDecoder<number> {
  push(bytes: Uint8Array): void {
    for (const byte of bytes) this.emit(byte);
  }

  end(): void {}
}

test('emits values and counts them', () => {
  const emitted: number[] = [];
  const decoder = new ByteDecoder((value) => emitted.push(value));
  decoder.push(Uint8Array.of(1, 2));
  decoder.push(Uint8Array.of());
  expect([decoder.values, decoder.done, emitted]).toEqual([2, false, [1, 2]]);
});

test('emits nothing after stop(), even from the current read', () => {
  const emitted: number[] = [];
  const decoder = new ByteDecoder((value) => {
    emitted.push(value);
    if (value === 2) decoder.stop();
  });
  decoder.push(Uint8Array.of(1, 2, 3));
  expect([decoder.values, decoder.done, emitted]).toEqual([2, true, [1, 2]]);
});
