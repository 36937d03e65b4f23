import { AsyncPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject, InjectionToken } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { TestBed } from '@angular/core/testing';
import { type CompletionStreamEvent, createClient, type StreamEvent } from '@lmux/core';
import { fakeProvider, type FakeReply } from '@lmux/core/testing';
import { toResponse } from '@lmux/core/web';
import * as lmux from '@lmux/rx';
import {
  animationFrameScheduler,
  asyncScheduler,
  map,
  type Observable,
  scan,
  type SchedulerLike,
  throttleTime,
} from 'rxjs';
import { describe, expect, test, vi } from 'vitest';

const SOURCE = new InjectionToken<Observable<unknown>>('observable that the components render');

@Component({
  selector: 'app-with-signal',
  template: '{{ value() }}',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class WithSignal {
  protected readonly value = toSignal(inject(SOURCE), { requireSync: true });
}

@Component({
  selector: 'app-with-initial-value',
  template: '{{ value() }}',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class WithInitialValue {
  protected readonly value = toSignal(inject(SOURCE), { initialValue: 'nothing' });
}

@Component({
  selector: 'app-with-pipe',
  imports: [AsyncPipe],
  template: '{{ value$ | async }}',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class WithPipe {
  protected readonly value$ = inject(SOURCE);
}

const REPLY = { reasoning: 'I think', text: 'Hello Ada', refusal: 'But no', toolCalls: [{ name: 'get_time' }] };
const messages = [{ role: 'user', content: 'Hello' }] as const;

function setUp(reply: FakeReply = REPLY) {
  const plugins = [fakeProvider({ replies: [reply] })];
  const client = createClient({ plugins, config: { provider: 'fake', model: 'fake-model', embedModel: 'fake-model' } });
  return { client, lm: lmux.rx(client) };
}

/** A clock that advances with each reading, since the fake needs no time. */
let time = 0;
const TICKING: SchedulerLike = { now: () => ++time, schedule: asyncScheduler.schedule.bind(asyncScheduler) };

type Events = Observable<StreamEvent | CompletionStreamEvent>;
type Setup = ReturnType<typeof setUp>;

const joined = scan((all: string, piece: string) => all + piece, '');
const snapshots = (events: Events) =>
  events.pipe(
    lmux.accumulate(),
    throttleTime(0, animationFrameScheduler, { leading: true, trailing: true }),
    map(({ status, text }) => `${status} ${text}`),
  );

/** Observables that emit synchronously, so that `toSignal` can require it. */
const SYNCHRONOUS: Record<string, (setup: Setup) => Observable<unknown>> = {
  'accumulate()': ({ lm }) => snapshots(lm.chat({ messages })),
  'accumulate() of a completion': () => snapshots(setUp('Hello Ada').lm.complete({ prompt: 'Hello' })),
  'accumulate({ catchErrors })': ({ lm }) =>
    lm.chat({ messages }).pipe(
      lmux.accumulate({ catchErrors: true }),
      map(({ status, text }) => `${status} ${text}`),
    ),
  'accumulate() after retryBeforeFirstToken()': ({ lm }) =>
    snapshots(lm.chat({ messages }).pipe(lmux.retryBeforeFirstToken(1))),
  'accumulate() after verifyEvents()': ({ lm }) => snapshots(lm.chat({ messages }).pipe(lmux.verifyEvents())),
  'accumulate() of fromResponse': ({ client }) =>
    snapshots(lmux.fromResponse(() => toResponse(client.chatStream({ messages })))),
  'accumulate() of fromStream': ({ client }) =>
    snapshots(lmux.fromStream((signal) => client.chatStream({ messages }, { signal }))),
};

/** Observables whose first value comes later, with the last text that they show. */
const LATER: Record<string, [(setup: Setup) => Observable<unknown>, string]> = {
  'tokens()': [({ lm }) => lm.tokens({ messages }).pipe(joined), 'Hello Ada'],
  'textDeltas()': [({ lm }) => lm.chat({ messages }).pipe(lmux.textDeltas(), joined), 'Hello Ada'],
  'reasoningDeltas()': [({ lm }) => lm.chat({ messages }).pipe(lmux.reasoningDeltas(), joined), 'I think'],
  'refusalDeltas()': [({ lm }) => lm.chat({ messages }).pipe(lmux.refusalDeltas(), joined), 'But no'],
  'toolCalls()': [
    ({ lm }) =>
      lm.chat({ messages }).pipe(
        lmux.toolCalls(),
        map(({ name }) => name),
      ),
    'get_time',
  ],
  'finalResponse()': [
    ({ lm }) =>
      lm.chat({ messages }).pipe(
        lmux.finalResponse(),
        map(({ text }) => text),
      ),
    'Hello Ada',
  ],
  'throughput()': [
    ({ lm }) =>
      lm.chat({ messages }).pipe(
        lmux.throughput({ scheduler: TICKING }),
        map((rate) => rate >= 0),
      ),
    'true',
  ],
  'toSse()': [
    ({ lm }) =>
      lm.chat({ messages }).pipe(
        lmux.toSse(),
        map(({ data }) => data && 'type' in data && data.type),
      ),
    'finish',
  ],
  'embed()': [({ lm }) => lm.embed({ input: 'Hello' }).pipe(map(({ embeddings }) => embeddings.length)), '1'],
  'models.list()': [({ lm }) => lm.models.list().pipe(map(([first]) => first?.id)), 'fake-model'],
};

async function expectText(component: typeof WithSignal | typeof WithInitialValue | typeof WithPipe, last: string) {
  const { nativeElement } = TestBed.createComponent<WithSignal | WithInitialValue | WithPipe>(component);
  await vi.waitFor(() => expect((nativeElement as HTMLElement).textContent).toBe(last));
}

const provide = (observable: Observable<unknown>) =>
  TestBed.configureTestingModule({ providers: [{ provide: SOURCE, useValue: observable }] });

describe.each(Object.entries(SYNCHRONOUS))('%s', (_name, create) => {
  test('renders in a signal from its first value', async () => {
    provide(create(setUp()));
    await expectText(WithSignal, 'done Hello Ada');
  });

  test('renders in the async pipe', async () => {
    provide(create(setUp()));
    await expectText(WithPipe, 'done Hello Ada');
  });
});

describe.each(Object.entries(LATER))('%s', (_name, [create, last]) => {
  test('renders in a signal with an initial value', async () => {
    provide(create(setUp()));
    await expectText(WithInitialValue, last);
  });

  test('renders in the async pipe', async () => {
    provide(create(setUp()));
    await expectText(WithPipe, last);
  });

  test('does not emit synchronously', () => {
    provide(create(setUp()));
    expect(() => TestBed.createComponent(WithSignal)).toThrow('NG0601');
  });
});
