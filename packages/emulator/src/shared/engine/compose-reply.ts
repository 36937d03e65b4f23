import type { Refusal } from '../http/refusal.js';
import { chooseTools } from './choose-tools.js';
import { lastUserText, readHints } from './hints.js';
import type { ReplyOption, ReplyParts, ReplyRequest, ReplyToolCall } from './reply.js';
import { sampleSchema, SchemaError } from './sample-schema.js';
import { lastToolResults } from './tool-results.js';

/** Maximum number of characters of the user's text that a reply quotes. */
const ECHO_LIMIT = 400;

/** Composes the reply to a request from the `reply` option, or else deterministically from the request. */
export async function composeReply(request: ReplyRequest, option: ReplyOption | undefined): Promise<ReplyParts> {
  if (option === undefined) return defaultReply(request);
  const reply = typeof option === 'string' ? option : await option(request);
  return typeof reply === 'string' ? { text: reply } : reply;
}

/** Composes the reply to a request. For an unusable schema, throws the error that `refuse` creates from its message. */
export async function composeOrRefuse(
  request: ReplyRequest,
  option: ReplyOption | undefined,
  refuse: (message: string) => Refusal,
): Promise<ReplyParts> {
  try {
    return await composeReply(request, option);
  } catch (error) {
    if (error instanceof SchemaError) throw refuse(error.message);
    throw error;
  }
}

/** Builds the request of a text completion, which has a prompt and no tools. */
export function completionRequest(
  model: string,
  prompt: string,
  body: Readonly<Record<string, unknown>>,
): ReplyRequest {
  return {
    endpoint: 'completion',
    model,
    messages: [{ role: 'user', text: prompt, images: 0 }],
    tools: [],
    toolChoice: 'none',
    parallelToolCalls: false,
    schema: undefined,
    body,
  };
}

async function defaultReply(request: ReplyRequest): Promise<ReplyParts> {
  const prompt = lastUserText(request.messages);
  const reasoning = `The user wrote ${quote(prompt)}. I am an emulator and cannot think, so I answer by rule.`;
  const tools = chooseTools(request);
  if (tools.length > 0) {
    const hints = readHints(prompt);
    const toolCalls: ReplyToolCall[] = [];
    for (const { name, parameters } of tools) {
      toolCalls.push({ name, arguments: JSON.stringify(await sampleSchema(parameters, hints)) });
    }
    return { reasoning, toolCalls };
  }
  const text = replyText(request, prompt);
  if (request.schema === undefined) return { reasoning, text };
  const isDue = lastToolResults(request.messages).length > 0;
  return { reasoning, text: JSON.stringify(await sampleSchema(request.schema, readHints(prompt), { text, isDue })) };
}

function replyText(request: ReplyRequest, prompt: string): string {
  const results = lastToolResults(request.messages).map(({ text }) => quote(text));
  if (results.length > 0) {
    return `This is the lmux emulator. The ${results.length === 1 ? 'tool' : 'tools'} returned: ${results.join(', ')}`;
  }
  return `This is the lmux emulator. You said: ${quote(prompt)}${memory(request)}`;
}

/**
 * Returns a text that shows that a stored chat was continued. On other endpoints, the client sends the history itself.
 */
function memory({ endpoint, messages }: ReplyRequest): string {
  const before = messages.filter(({ role }) => role === 'user').slice(0, -1);
  if (endpoint !== 'stored-chat' || before.length === 0) return '';
  const turns = before.length === 1 ? '1 turn' : `${before.length} turns`;
  return ` (I remember ${turns} before that, the last was ${quote(lastUserText(before))}.)`;
}

/** Quotes `text`, truncated to a maximum number of code points. */
function quote(text: string): string {
  const points = [...text];
  return points.length > ECHO_LIMIT ? `"${points.slice(0, ECHO_LIMIT).join('')}…"` : `"${text}"`;
}
