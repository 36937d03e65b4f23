import { FakeSource } from './fake-source.js';
import { PushEventStream } from '../../src/stream/push-event-stream.js';

export interface Event {
  readonly type: string;
  readonly text?: string;
  readonly response?: string;
}

export const START: Event = { type: 'start' };

export const TEXT: Event = { type: 'text-delta', text: 'Hello' };

const MORE: Event = { type: 'text-delta', text: ' you' };

const FINISH: Event = { type: 'finish', response: 'Hello you' };

export const ALL = [START, TEXT, MORE, FINISH];

export type Source = FakeSource<Event>;

export const playing = (): Source =>
  new FakeSource<Event>((self) => {
    self.next(...ALL);
    self.complete();
  });

export const open = (source: Source): PushEventStream<Event, string> => new PushEventStream<Event, string>(source);
