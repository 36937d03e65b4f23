import type { ServerResponse } from 'node:http';
import { jsonLines, scriptServer, sseOf, type ScriptServer } from '@lmux/test-support';
import { isToModel, NOT_FOUND, UNKNOWN_ROUTE } from './provider-client.ts';

/** A provider, and how its models call tools. */
export interface ToolSubject {
  readonly provider: 'openai' | 'llamacpp' | 'ollama';
  readonly tools: 'native' | 'emulated';
}

export const TOOL_SUBJECTS: readonly ToolSubject[] = (['openai', 'llamacpp', 'ollama'] as const).flatMap((provider) => [
  { provider, tools: 'native' },
  { provider, tools: 'emulated' },
]);

/**
 * The responses with calls: their number, after which the model replies. `endless` repeats the same calls, and the second response of `cut` ends
 * in the middle.
 */
export type Rounds = number | 'endless' | 'cut';

/** A response of a model: text, and then two calls with these arguments, or only text. */
interface Reply {
  readonly text: string;
  readonly input?: object;
}

const NAMES = ['work', 'other'];

/** Returns the reply in the round. */
function replyOf(rounds: Rounds, round: number): Reply {
  if (rounds === 'endless') return { text: 'Look.', input: {} };
  if (typeof rounds === 'number' && round >= rounds) return { text: 'Done.' };
  return { text: 'Look.', input: { round } };
}

/** Returns the JSON of emulated tools in the pieces in which a model writes it. */
function emulated({ text, input }: Reply): readonly string[] {
  const calls = input === undefined ? [] : NAMES.map((tool) => ({ tool, arguments: input }));
  return JSON.stringify({ calls: [{ reply: text }, ...calls] }).match(/.{1,7}/g) ?? [];
}

function openaiChunk(delta: object, finish_reason?: string): object {
  return { id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason }] };
}

function openaiBody(text: readonly string[], input?: object): string {
  const calls = NAMES.map((name, index) => {
    const call = { index, id: `call_${index}`, type: 'function', function: { name, arguments: JSON.stringify(input) } };
    return openaiChunk({ tool_calls: [call] });
  });
  const said = text.map((content) => openaiChunk({ content }));
  const end = openaiChunk({}, input === undefined ? 'stop' : 'tool_calls');
  return sseOf([...said, ...(input === undefined ? [] : calls), end]);
}

function ollamaLine(message: object, end: object = { done: false }): object {
  return { model: 'm', message: { role: 'assistant', content: '', ...message }, ...end };
}

function ollamaBody(text: readonly string[], input?: object): string {
  const calls = NAMES.map((name) => ollamaLine({ tool_calls: [{ function: { name, arguments: input } }] }));
  const said = text.map((content) => ollamaLine({ content }));
  return jsonLines([
    ...said,
    ...(input === undefined ? [] : calls),
    ollamaLine({}, { done: true, done_reason: 'stop' }),
  ]);
}

/** Sends the first two thirds of a body, which end within the calls, and closes the connection. */
function cut(response: ServerResponse, body: string, contentType: string): void {
  response.writeHead(200, { 'content-type': contentType });
  response.write(body.slice(0, (body.length * 2) / 3), () => response.socket?.destroy());
}

/** Starts a server whose model calls two tools in each response. It refuses everything else. */
export function toolServer({ provider, tools }: ToolSubject, rounds: Rounds): Promise<ScriptServer> {
  return scriptServer((request, response) => {
    if (!isToModel(request)) return NOT_FOUND;
    const { messages } = request.body as { messages: { role: string }[] };
    const round = messages.filter(({ role }) => role === 'assistant').length;
    const reply = replyOf(rounds, round);
    const [text, input] = tools === 'native' ? [[reply.text], reply.input] : [emulated(reply), undefined];
    const body = provider === 'ollama' ? ollamaBody(text, input) : openaiBody(text, input);
    const contentType = provider === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
    if (rounds !== 'cut' || round === 0) return { body, contentType };
    cut(response, body, contentType);
    return undefined;
  }, UNKNOWN_ROUTE);
}
