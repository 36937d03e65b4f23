import { isObject } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { isEqualJson } from '../decode/is-equal-json.js';
import { assignOwn } from './assign-own.js';
import { JoinedList } from './joined-list.js';
import { CHUNK_OUTPUT, DELTA_OUTPUT, NESTED_OUTPUT, type Joining, type OutputFields } from './raw-output-fields.js';

/** Returns true if there is nothing in a value, so that it is not output. Servers send nulls and empty lists with every chunk. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === false;
}

/** Keys of audio whose texts arrive in pieces. */
const AUDIO_TEXTS = ['data', 'transcript'] as const;

/** Adds a piece of audio to the audio so far, which is changed, because copying it for each piece would be quadratic. */
function joinAudio(audio: Record<string, unknown>, piece: Readonly<Record<string, unknown>>): void {
  const texts = AUDIO_TEXTS.map((key) => [key, audio[key], piece[key]] as const);
  assignOwn(audio, piece);
  for (const [key, earlier, next] of texts) {
    if (typeof earlier === 'string' && typeof next === 'string') audio[key] = earlier + next;
    else if (earlier !== undefined) audio[key] = next ?? earlier;
  }
}

/**
 * Reads the output for which the contract has no field, such as citations, images and audio. Emits what is new and joins all of it for the
 * response. Only fields of the tables are read, so that no key of the server becomes a key of an own object.
 */
export class RawOutput {
  readonly #writer: ChatEventWriter;
  /** The output so far, by field. Lists are joined in `#lists`. */
  #output: Map<string, unknown> | undefined;
  #lists: Map<string, JoinedList> | undefined;

  constructor(writer: ChatEventWriter) {
    this.#writer = writer;
  }

  /** Reads the fields of a chunk. */
  chunk(chunk: object): void {
    // Nearly all chunks have only these keys, which are not looked up in the table.
    for (const key in chunk) {
      if (key === 'id' || key === 'object' || key === 'created' || key === 'model' || key === 'choices') continue;
      return this.#fields(chunk, CHUNK_OUTPUT);
    }
  }

  /** Reads the fields of a delta. */
  delta(delta: Readonly<Record<string, unknown>>): void {
    this.#fields(delta, DELTA_OUTPUT);
    const { provider_specific_fields: nested } = delta;
    if (isObject(nested)) this.#fields(nested, NESTED_OUTPUT);
  }

  /** Adds a part of the content that is neither text nor reasoning. */
  part(part: unknown): void {
    const list = this.#listOf('content');
    list.append(part);
    this.#writer.raw({ content: [part] }, { content: list.items });
  }

  #fields(fields: object, table: OutputFields): void {
    for (const key in fields) {
      const joining = table.get(key);
      if (joining === undefined) continue;
      const value = (fields as Readonly<Record<string, unknown>>)[key];
      if (isEmpty(value)) continue;
      if (Array.isArray(value) && (joining === 'list' || joining === 'indexed')) this.#items(key, value, joining);
      else if (joining === 'item') this.#item(key, value);
      else this.#value(key, value, joining);
    }
  }

  #listOf(field: string): JoinedList {
    this.#lists ??= new Map();
    const list = this.#lists.get(field) ?? new JoinedList();
    this.#lists.set(field, list);
    return list;
  }

  #items(field: string, items: readonly unknown[], joining: Joining): void {
    const list = this.#listOf(field);
    const news = list.add(items, joining === 'indexed');
    if (news.length > 0) this.#writer.raw({ [field]: news }, { [field]: list.items });
  }

  #item(field: string, item: unknown): void {
    const list = this.#listOf(field);
    list.append(item);
    this.#writer.raw({ [field]: item }, { [field]: list.items });
  }

  #value(field: string, value: unknown, joining: Joining): void {
    this.#output ??= new Map();
    const earlier = this.#output.get(field);
    const isAudio = joining === 'audio' && isObject(value);
    let joined = value;
    if (isAudio && isObject(earlier)) joinAudio((joined = earlier), value);
    else if (isEqualJson(earlier, value)) return;
    // A copy, because the value belongs to an event.
    else if (isAudio) joined = { ...value };
    this.#output.set(field, joined);
    this.#writer.raw({ [field]: value }, { [field]: joined });
  }
}
