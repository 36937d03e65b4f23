import { isObject, readArray } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { isEqualJson } from '../decode/is-equal-json.js';
import { CHUNK_OUTPUT, DELTA_OUTPUT, NESTED_OUTPUT, type Joining, type OutputFields } from './raw-output-fields.js';

/** Returns true if there is nothing in a value, so that it is not output. Servers send nulls and empty lists with every chunk. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === false;
}

function joinText(one: unknown, other: unknown): unknown {
  return typeof one === 'string' && typeof other === 'string' ? one + other : (other ?? one);
}

/** A value after a new one has been joined to it, and the part that is new. */
interface Joined {
  readonly value: unknown;
  readonly news: unknown;
}

function joinList(earlier: readonly unknown[], items: readonly unknown[]): Joined {
  const isCumulative = items.length >= earlier.length && earlier.every((item, at) => isEqualJson(item, items[at]));
  const news = isCumulative
    ? items.slice(earlier.length)
    : items.filter((item) => !earlier.some((known) => isEqualJson(known, item)));
  return { value: [...earlier, ...news], news };
}

/** Joins items by their `index`, which is only compared, never used as a position. */
function joinIndexed(earlier: readonly unknown[], items: readonly unknown[]): Joined {
  let value = [...earlier];
  const news: unknown[] = [];
  for (const item of items) {
    const known = value.find(
      (one) =>
        isEqualJson(one, item) ||
        (isObject(one) && isObject(item) && item['index'] !== undefined && one['index'] === item['index']),
    );
    const next = isObject(known) && isObject(item) ? { ...known, ...item } : item;
    if (known !== undefined && isEqualJson(known, next)) continue;
    news.push(item);
    value = known === undefined ? [...value, next] : value.map((one) => (one === known ? next : one));
  }
  return { value, news };
}

function join(earlier: unknown, value: unknown, joining: Joining): Joined {
  if (earlier !== undefined && Array.isArray(value) && (joining === 'list' || joining === 'indexed')) {
    return (joining === 'list' ? joinList : joinIndexed)(readArray(earlier), value);
  }
  if (joining === 'item') return { value: [...readArray(earlier), value], news: value };
  if (joining === 'audio' && isObject(earlier) && isObject(value)) {
    const { data, transcript } = earlier;
    const texts = {
      ...(data !== undefined && { data: joinText(data, value['data']) }),
      ...(transcript !== undefined && { transcript: joinText(transcript, value['transcript']) }),
    };
    return { value: { ...earlier, ...value, ...texts }, news: value };
  }
  return { value, news: isEqualJson(earlier, value) ? undefined : value };
}

/**
 * Reads the output for which the contract has no field, such as citations, images and audio. Emits what is new and joins all of it for the
 * response. Only fields of the tables are read, so that no key of the server becomes a key of an own object.
 */
export class RawOutput {
  readonly #writer: ChatEventWriter;
  /** The output so far, by field. */
  #output: Map<string, unknown> | undefined;

  constructor(writer: ChatEventWriter) {
    this.#writer = writer;
  }

  /** Reads the fields of a chunk. */
  chunk(chunk: object): void {
    this.#fields(chunk, CHUNK_OUTPUT);
  }

  /** Reads the fields of a delta. */
  delta(delta: Readonly<Record<string, unknown>>): void {
    this.#fields(delta, DELTA_OUTPUT);
    const { provider_specific_fields: nested } = delta;
    if (isObject(nested)) this.#fields(nested, NESTED_OUTPUT);
  }

  /** Adds a part of the content that is neither text nor reasoning. */
  part(part: unknown): void {
    this.#set('content', { value: [...readArray(this.#output?.get('content')), part], news: [part] });
  }

  #fields(fields: object, table: OutputFields): void {
    for (const key in fields) {
      const joining = table.get(key);
      if (joining === undefined) continue;
      const value = (fields as Readonly<Record<string, unknown>>)[key];
      if (!isEmpty(value)) this.#set(key, join(this.#output?.get(key), value, joining));
    }
  }

  #set(field: string, { value, news }: Joined): void {
    if (isEmpty(news)) return;
    this.#output ??= new Map();
    this.#output.set(field, value);
    this.#writer.raw({ [field]: news }, { [field]: value });
  }
}
