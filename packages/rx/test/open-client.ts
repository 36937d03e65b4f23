import { createClient, type ClientConfig, type LmClient } from '@lmux/core';
import { startEmulator, type Emulator, type EmulatorOptions } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { config, type Observable } from 'rxjs';

export const MODEL = 'qwen/qwen3-4b-2507';

export const HELLO = { messages: [{ role: 'user', content: 'Hello' }] } as const;

/** Starts an emulator and creates a client for it. Both are closed after the test. */
export async function open(
  options: EmulatorOptions = {},
  settings: Partial<ClientConfig> = {},
): Promise<{ emulator: Emulator; client: LmClient }> {
  const emulator = closeAfterTest(await startEmulator(options));
  const client = createClient({
    plugins: [openai],
    config: { provider: 'openai', baseUrl: emulator.url, model: MODEL, ...settings },
  });
  return { emulator, client: closeAfterTest(client) };
}

const noop = (): void => {};

/** Subscribes to a source, and records its notifications and the errors that RxJS reports globally. */
export function listen<T>(source: Observable<T>) {
  const values: T[] = [];
  const ends: unknown[] = [];
  const unseen: unknown[] = [];
  config.onUnhandledError = (error) => unseen.push(error);
  config.onStoppedNotification = (notification) => unseen.push(notification);
  let tellEnd = noop;
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  const end = (how: unknown): void => {
    ends.push(how);
    tellEnd();
  };
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: end,
    complete: () => end('complete'),
  });
  return { values, ends, unseen, subscription, ended };
}

/** Waits 30 ms for notifications that should not arrive. */
export const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
