import type { IncomingMessage } from 'node:http';
import { RequestRecord } from './request-record.js';

/** Keeps the last requests, and lets tests wait for one by its number without polling. */
export class RequestJournal {
  readonly #keep: number;
  readonly #records: RequestRecord[] = [];
  readonly #arrivals = new Map<number, ((record: RequestRecord) => void)[]>();
  #count = 0;
  #active = 0;

  /** `keep` bounds the memory: each record holds a whole request body. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  get active(): number {
    return this.#active;
  }

  /** Opens the record of a request whose head has arrived. */
  begin(request: IncomingMessage): RequestRecord {
    this.#count += 1;
    const record = new RequestRecord(this.#count, request.method ?? 'GET', request.url ?? '/', request.headers);
    this.#active += 1;
    void record.ended.then(() => {
      this.#active -= 1;
    });
    this.#records.push(record);
    if (this.#records.length > this.#keep) this.#records.shift();
    for (const arrive of this.#arrivals.get(record.id) ?? []) arrive(record);
    this.#arrivals.delete(record.id);
    return record;
  }

  /** The request number `id`, now or when it arrives. */
  received(id: number): Promise<RequestRecord> {
    const known = this.#records.find((record) => record.id === id);
    if (known !== undefined) return Promise.resolve(known);
    if (id <= this.#count) return Promise.reject(new RangeError(`Request ${id} is no longer kept.`));
    return new Promise((resolve) => {
      this.#arrivals.set(id, [...(this.#arrivals.get(id) ?? []), resolve]);
    });
  }

  /** Resolves when the client closed the connection of request `id`; rejects when it ended in another way. */
  async clientDisconnected(id: number): Promise<RequestRecord> {
    const record = await this.received(id);
    const outcome = await record.ended;
    if (outcome === 'client-disconnected') return record;
    const request = `request ${id} (${record.method} ${record.path})`;
    throw new Error(`The client did not disconnect during ${request}: the outcome was "${outcome}".`);
  }
}
