import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import type { FaultPoint } from './fault.js';
import { ForwardingSink, withoutLength } from './forwarding-sink.js';

/** The action to run at the point. The rest of the body is then dropped. */
export type StopAction = (inner: ResponseSink) => Promise<void>;

/** Forwards the response up to a point, then runs an action instead of the rest. */
export class StopSink extends ForwardingSink {
  readonly #point: FaultPoint;
  readonly #action: StopAction;
  #bytes = 0;
  #events = 0;
  #stopped = false;

  constructor(inner: ResponseSink, point: FaultPoint, action: StopAction) {
    super(inner);
    this.#point = point;
    this.#action = action;
  }

  override async start(head: ResponseHead): Promise<void> {
    const { afterBytes, afterEvents } = this.#point;
    if (afterBytes === undefined && afterEvents === undefined) return this.#stop();
    await super.start(withoutLength(head));
    if ((afterBytes ?? afterEvents) === 0) await this.#stop();
  }

  override async write(bytes: Uint8Array): Promise<void> {
    if (this.#stopped) return;
    const { afterBytes, afterEvents } = this.#point;
    const sendable = afterBytes === undefined ? bytes.length : afterBytes - this.#bytes;
    await super.write(bytes.subarray(0, sendable));
    this.#bytes += bytes.length;
    this.#events += 1;
    if (afterBytes === undefined ? this.#events === afterEvents : this.#bytes >= afterBytes) await this.#stop();
  }

  override async end(): Promise<void> {
    if (!this.#stopped) await super.end();
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    await this.#action(this.inner);
  }
}
