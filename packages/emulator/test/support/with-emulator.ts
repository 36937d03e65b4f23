import { afterEach, beforeEach } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator, EmulatorOptions } from '../../src/index.js';

/**
 * Starts an emulator before each test and closes it after the test. Returns a function that returns the current
 * emulator.
 */
export function withEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(options);
  });
  afterEach(() => emulator.close());
  return () => emulator;
}
