import type { IncomingJson } from '../../src/contract/json.js';
import type { PushSource } from '../../src/stream/push-source.js';
import { Recorder } from './recorder.js';

/** A recorder with which a test can wait for values. */
export class Listener extends Recorder<IncomingJson> {
  #onHeard: (() => void) | undefined;

  override next(value: IncomingJson): void {
    super.next(value);
    this.#onHeard?.();
  }

  async heardSoMany(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise<void>((resolve) => (this.#onHeard = resolve));
  }

  /** The error with which the stream ended. */
  get failure(): unknown {
    return (this.heard.at(-1) as { error?: unknown }).error;
  }
}

/** Subscribes a new listener to a source. */
export function listen(source: PushSource<IncomingJson>): Listener {
  const listener = new Listener();
  source.subscribe(listener);
  return listener;
}
