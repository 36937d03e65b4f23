import { countTokens, isLmError, type ChatRequest, type LmClient, type Message, type Transport } from '@lmux/core';
import { integer, pieceOf, sequence, KINDS } from './texts.ts';

/** What became of chats that grew beyond the context, with `contextOverflow: 'trim'`. */
export interface TrimResult {
  readonly chats: number;
  /** Requests of these chats. */
  readonly requests: number;
  /** Requests whose response has the warning `history_trimmed`. */
  readonly trimmed: number;
  readonly overflowErrors: number;
  /** Of the trimmed requests: the smallest and the median share of (context − `maxOutputTokens`) that the prompt used. */
  readonly smallestUse: number;
  readonly medianUse: number;
  /** Requests that used less than 85 %, although one more turn would have fit according to the count of the server. */
  readonly wasteful: number;
  /** Requests with a tool call without its results, or a result without its call. */
  readonly splitPairs: number;
}

/** A message in the body of a request, reduced to what shows a split pair. */
interface WireMessage {
  readonly role: string;
  readonly tool_calls?: readonly unknown[] | undefined;
}

/** Returns a transport that notes the messages of the chats that it sends. */
export function recordMessages(transport: Transport): { transport: Transport; sent: () => readonly WireMessage[] } {
  let messages: readonly WireMessage[] = [];
  return {
    sent: () => messages,
    transport: {
      send(request) {
        const isChat = /\/(?:chat\/completions|api\/chat)$/.test(request.url);
        if (isChat) ({ messages } = JSON.parse(request.body ?? '{}') as { messages: readonly WireMessage[] });
        return transport.send(request);
      },
      close: () => transport.close(),
    },
  };
}

/** True if a call is sent without its results, or a result without its call. Each call of the chats has one result. */
function hasSplitPair(messages: readonly WireMessage[]): boolean {
  let open = 0;
  for (const { role, tool_calls: calls = [] } of messages) {
    if (role === 'tool') open -= 1;
    else if (open !== 0) return true;
    else open = calls.length;
    if (open < 0) return true;
  }
  return open !== 0;
}

/** What to measure. */
export interface TrimOptions {
  readonly client: LmClient;
  /** Returns the messages of the last chat that was sent, as in its body. See `recordMessages`. */
  readonly sent: () => readonly WireMessage[];
  readonly model: string;
  readonly contextLength: number;
  readonly chats: number;
  /** Fields that every request has, such as the context length of Ollama. */
  readonly fields?: Partial<ChatRequest> | undefined;
}

const OUTPUT_TOKENS = 32;

/** A turn that takes about a twentieth of the context. Some contain a tool call. */
function turnOf(id: string, contextLength: number, next: () => number): Message[] {
  const text = (): string =>
    pieceOf(KINDS[integer(next, 0, KINDS.length - 1)] ?? 'English', integer(next, 10, contextLength / 12), next);
  const user: Message = { role: 'user', content: text() };
  const answer: Message = { role: 'assistant', content: text() };
  if (next() < 0.7) return [user, answer];
  const call: Message = { role: 'assistant', content: '', toolCalls: [{ id, name: 'look_up', arguments: '{"q":1}' }] };
  return [user, call, { role: 'tool', toolCallId: id, content: text().slice(0, 60) }, answer];
}

/** Returns the messages that were sent together with the newest turn that was left out. */
function withOneMoreTurn(messages: readonly Message[], sent: number): readonly Message[] {
  const [system, ...turns] = messages;
  const start = turns.findLastIndex(({ role }, index) => role === 'user' && index < messages.length - sent);
  return system === undefined || start === -1 ? messages : [system, ...turns.slice(start)];
}

/** True if one more turn would have fit. */
async function isWasteful(
  { client, model, contextLength }: TrimOptions,
  messages: readonly Message[],
  sent: number,
): Promise<boolean> {
  const request = { model, messages: withOneMoreTurn(messages, sent) };
  const { exact, inputTokens } = await countTokens(client, request);
  return exact && inputTokens + OUTPUT_TOKENS <= contextLength;
}

/** Sends chats that grow from about the size of the context to twice that. */
export async function measureTrim(options: TrimOptions): Promise<TrimResult> {
  const { client, model, contextLength, chats, fields } = options;
  const next = sequence(chats);
  const uses: number[] = [];
  const counts = { requests: 0, trimmed: 0, overflowErrors: 0, splitPairs: 0, wasteful: 0 };
  for (let chat = 0; chat < chats; chat += 1) {
    const messages: Message[] = [{ role: 'system', content: pieceOf('English', integer(next, 10, 100), next) }];
    const add = (turn: number): void => void messages.push(...turnOf(`${chat}_${turn}`, contextLength, next));
    const turns = integer(next, 12, 40);
    for (let turn = 0; turn < turns; turn += 1) add(turn);
    for (let more = 0; more < 2; more += 1) {
      const question: Message = { role: 'user', content: 'Reply with one word.' };
      counts.requests += 1;
      try {
        const request = { model, messages: [...messages, question], maxOutputTokens: OUTPUT_TOKENS, stop: [' ', '\n'] };
        const { usage, warnings } = await client.chat({ ...request, contextOverflow: 'trim', ...fields });
        if (warnings.some(({ code }) => code === 'history_trimmed')) {
          counts.trimmed += 1;
          const use = (usage?.inputTokens ?? 0) / (contextLength - OUTPUT_TOKENS);
          uses.push(use);
          if (use < 0.85 && (await isWasteful(options, request.messages, options.sent().length))) counts.wasteful += 1;
        }
        if (hasSplitPair(options.sent())) counts.splitPairs += 1;
      } catch (error) {
        if (!isLmError(error, 'context_overflow')) throw error;
        counts.overflowErrors += 1;
      }
      add(turns + more);
    }
  }
  const sorted = uses.toSorted((a, b) => a - b);
  return {
    chats,
    ...counts,
    smallestUse: sorted[0] ?? Number.NaN,
    medianUse: sorted[sorted.length >> 1] ?? Number.NaN,
  };
}
