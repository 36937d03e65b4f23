import { afterEach, beforeEach } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator, EmulatorOptions } from '../../src/index.js';

/** Starts an emulator before each test of the file and closes it after; the function gives the present one. */
export function withEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(options);
  });
  afterEach(() => emulator.close());
  return () => emulator;
}
