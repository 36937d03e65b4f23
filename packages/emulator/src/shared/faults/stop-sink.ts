import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import type { FaultPoint } from './fault.js';
import { ForwardingSink, withoutLength } from './forwarding-sink.js';
import type { StreamFormat } from './stream-format.js';

/** The action to run at the point. The rest of the body is then dropped. */
export type StopAction = (inner: ResponseSink) => Promise<void>;

/** The point at which to stop, and the test for an event with the finish reason. */
interface StopPoint extends FaultPoint {
  readonly isFinish?: StreamFormat['isFinish'];
}

/** Forwards the response up to a point, then runs an action instead of the rest. */
export class StopSink extends ForwardingSink {
  readonly #point: StopPoint;
  readonly #action: StopAction;
  #isJson = false;
  #bytes = 0;
  #events = 0;
  #stopped = false;

  constructor(inner: ResponseSink, point: StopPoint, action: StopAction) {
    super(inner);
    this.#point = point;
    this.#action = action;
  }

  override async start(head: ResponseHead): Promise<void> {
    if (!hasPoint(this.#point)) return this.#stop();
    this.#isJson = head.headers['Content-Type']?.startsWith('application/json') === true;
    await super.start(withoutLength(head));
    const { afterBytes, afterEvents } = this.#point;
    if ((afterBytes ?? afterEvents) === 0) await this.#stop();
  }

  override async write(bytes: Uint8Array): Promise<void> {
    if (this.#stopped) return;
    const { afterBytes } = this.#point;
    const sendable = afterBytes === undefined ? bytes.length : afterBytes - this.#bytes;
    await super.write(bytes.subarray(0, sendable));
    this.#bytes += bytes.length;
    this.#events += 1;
    if (this.#isReachedWith(bytes)) await this.#stop();
  }

  override async end(): Promise<void> {
    if (!this.#stopped) await super.end();
  }

  /** Returns true if this event is the last one before the point. */
  #isReachedWith(event: Uint8Array): boolean {
    const { afterBytes, afterEvents, isFinish } = this.#point;
    if (afterBytes !== undefined) return this.#bytes >= afterBytes;
    if (afterEvents !== undefined) return this.#events === afterEvents;
    return this.#isJson || isFinish?.(Buffer.from(event).toString('utf8')) === true;
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    await this.#action(this.inner);
  }
}

/** Returns true if the fault takes effect after the head. */
export function hasPoint({ afterBytes, afterEvents, afterFinish }: FaultPoint): boolean {
  return afterBytes !== undefined || afterEvents !== undefined || afterFinish === true;
}
