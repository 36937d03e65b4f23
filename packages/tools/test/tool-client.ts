import { createClient, type LmClient } from '@lmux/core';
import { fakeProvider, type FakeProviderOptions, type FakeReplyParts, type FakeToolCall } from '@lmux/core/testing';
import { z } from 'zod';
import { tool, type Tool } from '../src/index.js';

export const messages = [{ role: 'user', content: 'What is the weather? PROMPT-7391' }] as const;

/** A client whose provider gives scripted replies. */
export function toolClient(replies: FakeProviderOptions['replies']) {
  const plugin = fakeProvider({ replies });
  const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model' } });
  return { plugin, client };
}

/** Returns a reply that calls tools. Their ids are `call-0`, `call-1`, ... */
export function calling(...calls: (string | FakeToolCall)[]): FakeReplyParts {
  const toolCalls = calls.map((call, index) => ({
    id: `call-${index}`,
    ...(typeof call === 'string' ? { name: call } : call),
  }));
  return { toolCalls };
}

export const weather = tool({
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: z.object({ city: z.string() }),
  run: ({ city }) => ({ city, celsius: 21 }),
});

export const PARIS: FakeToolCall = { name: 'get_weather', input: { city: 'Paris' } };

/** Returns a promise with the function that resolves it. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  const settle: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => {
    settle.push(resolve);
  });
  return { promise, resolve: (value) => settle[0]?.(value) };
}

/** A tool that never settles, and what a test observes of it. */
export interface EndlessTool {
  readonly tool: Tool;
  /** The signals of the calls. */
  readonly signals: AbortSignal[];
  /** Resolves when a call runs. */
  readonly started: Promise<void>;
}

/** Returns a tool that never settles, whatever its signal says. */
export function endlessTool(): EndlessTool {
  const signals: AbortSignal[] = [];
  const { promise: started, resolve: start } = deferred<void>();
  const endless = tool({
    name: 'endless',
    run(_, { signal }) {
      signals.push(signal);
      start();
      return new Promise<never>(() => {});
    },
  });
  return { tool: endless, signals, started };
}
