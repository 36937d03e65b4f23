import type { AnyStreamEvent, StreamEvent } from '../../../contract/stream-event.js';
import type { ChatResponse } from '../../../contract/chat.js';
import type { CompletionResponse } from '../../../contract/completion.js';
import { toToolCall } from '../../../events/parse-arguments.js';
import { difference, shown } from './assert.js';
import { hasFields } from './check-chat.js';

type Response = ChatResponse | CompletionResponse;

/** Reads the events of a stream in order and collects violations of the event grammar. */
class GrammarReader {
  readonly faults: string[] = [];
  readonly #open = new Set<string>();
  /** Ids of the tools that the server runs. */
  readonly #tools = new Set<string>();
  readonly #calls: { id: string; name: string; args: string; ended: boolean }[] = [];
  #events = 0;

  /** The blocks and tool calls that have started and not ended. */
  get open(): string[] {
    const calls = this.#calls.flatMap(({ ended }, index) => (ended ? [] : [`tool call ${index}`]));
    return [...this.#open, ...calls, ...[...this.#tools].map((id) => `the server's tool call "${id}"`)];
  }

  read(event: StreamEvent): void {
    const { type } = event;
    this.#events += 1;
    if ((type === 'start') !== (this.#events === 1)) {
      this.#fault(this.#events === 1 ? `begins with "${type}" instead of "start"` : 'has a second "start"');
    }
    const [, block, step] = /^(model-load|prompt|reasoning|text|refusal)-(start|delta|progress|end)$/.exec(type) ?? [];
    if (block !== undefined && step !== undefined) this.#block(block, step);
    if ('fraction' in event && !(event.fraction >= 0 && event.fraction <= 1)) {
      this.#fault(`has a fraction of ${String(event.fraction)}; it must be from 0 to 1`);
    }
    if (type === 'raw' && !hasFields(event.value))
      this.#fault('has a "raw" event whose value is not an object with fields');
    if (type === 'tool-call-start') this.#callStart(event.index, event.id, event.name);
    if (type === 'tool-call-delta') this.#callDelta(event.index, event.argumentsDelta);
    if (type === 'tool-call-end') this.#callEnd(event);
    if (type === 'tool-result-start') this.#tools.add(event.id);
    if (type === 'tool-result-input' || type === 'tool-result') this.#toolStep(type, event.toolCall.id);
    if (type === 'finish' && this.open.length > 0) this.#fault(`finishes while ${this.open.join(', ')} is open`);
  }

  #fault(what: string): void {
    this.faults.push(what);
  }

  #block(block: string, step: string): void {
    const open = this.#open.has(block);
    if (step === 'start' ? open : !open)
      this.#fault(`has "${block}-${step}" while ${block} is ${open ? '' : 'not '}open`);
    if (step === 'start') this.#open.add(block);
    if (step === 'end') this.#open.delete(block);
  }

  #toolStep(type: 'tool-result-input' | 'tool-result', id: string): void {
    if (!this.#tools.has(id)) this.#fault(`has "${type}" without "tool-result-start"`);
    if (type === 'tool-result') this.#tools.delete(id);
  }

  #callStart(index: number, id: string, name: string): void {
    const next = this.#calls.length;
    if (index !== next) this.#fault(`begins tool call ${index} instead of ${next}`);
    if (this.#calls.some((call) => call.id === id)) this.#fault(`has two tool calls with the id "${id}"`);
    if (id === '' || name === '') this.#fault(`begins tool call ${index} without its id or name`);
    this.#calls.push({ id, name, args: '', ended: false });
  }

  #callDelta(index: number, delta: string): void {
    const known = this.#calls[index];
    if (known === undefined || known.ended) return this.#fault(`has a delta of tool call ${index}, which is not open`);
    known.args += delta;
  }

  #callEnd({ index, toolCall }: Extract<StreamEvent, { type: 'tool-call-end' }>): void {
    const known = this.#calls[index];
    if (known === undefined || known.ended) return this.#fault(`ends tool call ${index}, which is not open`);
    known.ended = true;
    const { id, name, args } = known;
    if (difference(toolCall, { id, name, arguments: args }) !== undefined) {
      const started = { id, name, arguments: args };
      this.#fault(`ends tool call ${index} as ${shown(toolCall)} instead of ${shown(started)}`);
    }
  }
}

/** Returns violations in the parsed arguments of tool calls. */
function parsingFaults(response: Partial<ChatResponse>): string[] {
  return (response.toolCalls ?? []).flatMap((toolCall) => {
    const { input, parseError } = toToolCall(toolCall.id, toolCall.name, toolCall.arguments);
    if (parseError !== undefined) {
      const reported = toolCall.input === undefined && toolCall.parseError !== undefined;
      return reported ? [] : [`has an invalid tool call, but no parseError: ${shown(toolCall)}`];
    }
    return difference(toolCall.input, input) === undefined
      ? []
      : [`has a tool call with an input that differs from its arguments: ${shown(toolCall)}`];
  });
}

function joined(events: readonly AnyStreamEvent[], type: 'text-delta' | 'reasoning-delta' | 'refusal-delta'): string {
  return events.map((event) => (event.type === type ? (event as { text: string }).text : '')).join('');
}

/** Returns the text of all events. */
export function textOf(events: readonly AnyStreamEvent[]): string {
  return joined(events, 'text-delta');
}

/** Returns the names of the fields of `raw` events, sorted. */
function rawNames(events: readonly StreamEvent[]): string[] {
  return namesOf(Object.assign({}, ...events.map((event) => (event.type === 'raw' ? (event.value as unknown) : {}))));
}

function namesOf(value: object): string[] {
  return Object.keys(value).toSorted();
}

/** Returns the parts of the response that differ from the events. */
function responseFaults(events: readonly AnyStreamEvent[], response: Response): string[] {
  const chat = response as Partial<ChatResponse> & Response;
  const list = events as readonly StreamEvent[];
  const pairs: [what: string, events: unknown, response: unknown][] = [
    ['text', textOf(events), chat.text],
    ['reasoning', joined(events, 'reasoning-delta'), chat.reasoning ?? ''],
    ['refusal', joined(events, 'refusal-delta'), chat.refusal ?? ''],
    // The values may differ, because the response joins the pieces.
    ['raw output', rawNames(list), namesOf((chat.extra as object | undefined) ?? {})],
    [
      'toolCalls',
      list.flatMap((event) => (event.type === 'tool-call-end' ? [event.toolCall] : [])),
      chat.toolCalls ?? [],
    ],
    [
      'toolResults',
      list.flatMap((event) => (event.type === 'tool-result' ? [{ ...event, type: undefined }] : [])),
      chat.toolResults ?? [],
    ],
    ['warnings', list.flatMap((event) => (event.type === 'warning' ? [event.warning] : [])), chat.warnings],
  ];
  return pairs
    .filter(([, sent, final]) => (difference(sent, final) ?? difference(final, sent)) !== undefined)
    .map(([what, sent, final]) => `has ${what} ${shown(sent)} in its events, but ${shown(final)} in its response`);
}

/**
 * Returns violations of the event grammar. `start` comes first, starts and ends are balanced, and `finish` comes last
 * with the response that the events describe.
 */
export function grammarFaults(events: readonly AnyStreamEvent[]): string[] {
  const reader = new GrammarReader();
  for (const event of events) reader.read(event as StreamEvent);
  const last = events.at(-1);
  if (last?.type !== 'finish') return [...reader.faults, `ends with "${last?.type ?? 'nothing'}" instead of "finish"`];
  const finishes = events.filter(({ type }) => type === 'finish').length;
  const twice = finishes > 1 ? [`has ${finishes} finish events`] : [];
  return [...reader.faults, ...twice, ...parsingFaults(last.response), ...responseFaults(events, last.response)];
}
