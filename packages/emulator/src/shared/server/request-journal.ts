import type { IncomingMessage } from 'node:http';
import { RequestRecord } from './request-record.js';

/** Limits of the kept requests. */
interface JournalLimits {
  readonly maxRequests: number;
  /** Maximum size of all kept bodies together, in bytes. */
  readonly maxBodyBytes: number;
}

/** Keeps the latest requests. Tests can wait for a request by its number without polling. */
export class RequestJournal {
  readonly #limits: JournalLimits;
  readonly #records: RequestRecord[] = [];
  readonly #arrivals = new Map<number, ((record: RequestRecord) => void)[]>();
  #count = 0;
  #active = 0;
  #bodyBytes = 0;

  constructor(limits: JournalLimits) {
    this.#limits = limits;
  }

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  get active(): number {
    return this.#active;
  }

  /** Creates the record of a request whose head has arrived. */
  begin(request: IncomingMessage): RequestRecord {
    this.#count += 1;
    const record = new RequestRecord(this.#count, request.method ?? 'GET', request.url ?? '/', request.headers);
    this.#active += 1;
    void record.ended.then(() => {
      this.#active -= 1;
    });
    this.#records.push(record);
    if (this.#records.length > this.#limits.maxRequests) this.#forget(this.#records.shift());
    for (const arrive of this.#arrivals.get(record.id) ?? []) arrive(record);
    this.#arrivals.delete(record.id);
    return record;
  }

  /**
   * Adds the body to a record. Drops the bodies of the oldest requests if all together are too large, or only this one if it alone is too large.
   */
  addBody(record: RequestRecord, bytes: Buffer): void {
    record.receive(bytes);
    if (!this.#records.includes(record)) return;
    if (bytes.length > this.#limits.maxBodyBytes) return record.dropBody();
    this.#bodyBytes += bytes.length;
    for (const old of this.#records) {
      if (this.#bodyBytes <= this.#limits.maxBodyBytes) break;
      if (old.bodyBytes === 0 || !old.bodyKept) continue;
      this.#forget(old);
      old.dropBody();
    }
  }

  /** Subtracts a body that is no longer kept here. */
  #forget(record: RequestRecord | undefined): void {
    if (record?.bodyKept === true) this.#bodyBytes -= record.bodyBytes;
  }

  /** Resolves with request number `id` as soon as it has arrived. */
  received(id: number): Promise<RequestRecord> {
    const known = this.#records.find((record) => record.id === id);
    if (known !== undefined) return Promise.resolve(known);
    if (id <= this.#count)
      return Promise.reject(new RangeError(`Request ${id} is no longer kept. Increase the option "keepRequests".`));
    return new Promise((resolve) => {
      this.#arrivals.set(id, [...(this.#arrivals.get(id) ?? []), resolve]);
    });
  }

  /** Resolves when the client has closed the connection of request `id`. Rejects if the request ends in another way. */
  async clientDisconnected(id: number): Promise<RequestRecord> {
    const record = await this.received(id);
    const outcome = await record.ended;
    if (outcome === 'client-disconnected') return record;
    const request = `request ${id} (${record.method} ${record.path})`;
    throw new Error(`The client did not disconnect during ${request}: the outcome was "${outcome}".`);
  }
}
