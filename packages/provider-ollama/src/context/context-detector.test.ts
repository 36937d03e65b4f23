import { FakeClock } from '@lmux/core/testing';
import type { ChatResponse } from '@lmux/core';
import type { EventObserver, PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { settled } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { LoadSettings } from '../models/load-settings.js';
import { ContextDetector } from './context-detector.js';

const RESPONSE: ChatResponse = {
  model: 'm',
  route: 'native',
  text: 'Hi',
  message: { role: 'assistant', content: 'Hi' },
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: 300 },
  warnings: [],
  raw: undefined,
};

test.each([
  [true, []],
  [false, ['warning', 'finish', 'complete']],
])(
  'a stream whose consumer cancels when finish is held back emits nothing more (cancels: %s)',
  async (cancels, rest) => {
    // Nothing is requested, since the request sets the context length.
    const api = { http: {} as never, root: '' };
    const config = { provider: 'ollama' };
    const detector = new ContextDetector({ api, clock: new FakeClock(), config, settings: new LoadSettings() });
    const source: PushSource<StreamEvent> = {
      subscribe(observer: EventObserver<StreamEvent>) {
        observer.next({ type: 'finish', response: RESPONSE });
        observer.complete();
        return { pause() {}, resume() {}, cancel() {} };
      },
    };
    const request = {
      model: 'm',
      messages: [{ role: 'user', content: 'word '.repeat(300) }],
      contextLength: 300,
    } as const;
    const heard: string[] = [];
    const subscription = detector.source(source, request, { route: 'native', options: {} }).subscribe({
      next: ({ type }) => void heard.push(type),
      error: () => void heard.push('error'),
      complete: () => void heard.push('complete'),
    });
    if (cancels) subscription.cancel();
    await settled();
    expect(heard).toEqual(rest);
  },
);
