import {
  isApiError,
  UndiciTransport,
  type Capability,
  type ChatFeature,
  type ChatRequest,
  type LmClient,
  type ModelDescription,
} from '@lmux/core';
import { SeparateConnections } from '@lmux/test-support';
import { onTestFinished } from 'vitest';

/** The effect of a feature on a request: the server used it, ignored it, or rejected the request. */
type Observed = 'used' | 'ignored' | 'rejected';

/** A model to try, through one route of a client that checks nothing. */
export interface TriedModel {
  /** A client with `modelCapabilities: 'off'`. */
  readonly client: LmClient;
  readonly model: string;
  readonly route: string;
}

type Attempt = (tried: TriedModel) => Promise<Observed>;

/** A red square of 32 pixels. */
const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC',
  'base64',
);

/** Tokens by which the prompt grows at least if the model sees an image. Ollama replaces an image that it ignores with 5 tokens of text. */
const IMAGE_TOKENS = 16;

const QUESTION = 'Hi';
const MESSAGES = [{ role: 'user', content: QUESTION }] as const;
const WITH_IMAGE = [
  {
    role: 'user',
    content: [
      { type: 'text', text: QUESTION },
      { type: 'image', image: IMAGE },
    ],
  },
] as const;
const TOOL = { name: 'get_time', parameters: { type: 'object', properties: {} } };
/** The models are slow, and the tests need no text of them. */
const SHORT = { maxOutputTokens: 1, temperature: 0 };

/** Chats and returns the number of tokens of the prompt. */
async function promptTokens({ client, model, route }: TriedModel, request: Partial<ChatRequest> = {}): Promise<number> {
  const { usage } = await client.chat({ model, messages: MESSAGES, ...SHORT, ...request }, { route });
  if (usage?.inputTokens === undefined) throw new Error('The server must report the tokens of the prompt.');
  return usage.inputTokens;
}

/** The numbers of tokens of the plain prompt. Small models on small machines are slow, so it is sent once. */
const plainTokens = new WeakMap<TriedModel, Promise<number>>();

function countPlain(tried: TriedModel): Promise<number> {
  const counted = plainTokens.get(tried) ?? promptTokens(tried);
  plainTokens.set(tried, counted);
  return counted;
}

/** Tries a part of the prompt, which an ignoring server leaves out. */
async function tryPart(tried: TriedModel, request: Partial<ChatRequest>, tokens: number): Promise<Observed> {
  const added = (await promptTokens(tried, request)) - (await countPlain(tried));
  return added >= tokens ? 'used' : 'ignored';
}

async function trySending(sent: Promise<unknown>): Promise<Observed> {
  await sent;
  return 'used';
}

/** The ways to find out whether a model supports a feature. Every feature that a server describes must have one. */
const ATTEMPTS: { readonly [Feature in Capability | ChatFeature]?: Attempt } = {
  chat: (tried) => trySending(countPlain(tried)),
  'chat.stream': ({ client, model, route }) =>
    trySending(client.chatStream({ model, messages: MESSAGES, ...SHORT }, { route }).response()),
  completion: ({ client, model, route }) =>
    trySending(client.complete({ model, prompt: QUESTION, ...SHORT }, { route })),
  'completion.stream': ({ client, model, route }) =>
    trySending(client.completeStream({ model, prompt: QUESTION, ...SHORT }, { route }).response()),
  embedding: ({ client, model, route }) => trySending(client.embed({ model, input: QUESTION }, { route })),
  tools: (tried) => tryPart(tried, { tools: [TOOL] }, 1),
  imageInput: (tried) => tryPart(tried, { messages: WITH_IMAGE }, IMAGE_TOKENS),
  systemMessage: (tried) => tryPart(tried, { system: 'Answer in one word. '.repeat(10) }, 10),
  // A server that ignores the field cannot be told from a model that did not need to reason. On OpenAI-compatible routes, `on` sends nothing.
  reasoning: (tried) => trySending(promptTokens(tried, { reasoning: tried.route === 'native' ? 'on' : 'medium' })),
};

async function observe(feature: Capability | ChatFeature, tried: TriedModel): Promise<Observed> {
  const attempt = ATTEMPTS[feature];
  if (attempt === undefined) throw new Error(`The server describes "${feature}". Add a way to try it.`);
  try {
    return await attempt(tried);
  } catch (error) {
    if (isApiError(error) && error.code !== 'model_not_found') return 'rejected';
    throw error;
  }
}

/**
 * Tries every feature that a description contains and that the route has. Returns the features for which the description is wrong, with the
 * described value and what was observed instead. Nothing is expected of features that are not described.
 */
export async function wrongFeatures({ features }: ModelDescription, tried: TriedModel): Promise<object> {
  const cells = tried.client.capabilities.routes[tried.route];
  const wrong: Record<string, object> = {};
  for (const [name, described] of Object.entries(features)) {
    const feature = name as Capability | ChatFeature;
    const cell = cells?.[feature];
    if (described === undefined || (typeof cell === 'object' ? cell.support : cell) === 'no') continue;
    const observed = await observe(feature, tried);
    // The template of a model that does not chat may have a place for the message nevertheless.
    if (feature === 'systemMessage' && (await observe('chat', tried)) === 'rejected') continue;
    if ((observed === 'used') !== described.value) wrong[feature] = { described: described.value, observed };
  }
  return wrong;
}

/**
 * Returns a transport that opens a connection for each request. A request that is sent once then does not fail because a kept-alive connection
 * has died. It is closed after the test.
 */
export function separateConnections(): SeparateConnections<
  Parameters<UndiciTransport['send']>[0],
  Awaited<ReturnType<UndiciTransport['send']>>
> {
  const transport = new SeparateConnections(() => new UndiciTransport());
  onTestFinished(() => transport.close());
  return transport;
}
