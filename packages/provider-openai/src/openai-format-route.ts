import { DENIED_ROUTE, type CapabilityMatrix, type DeniedRoute } from '@lmux/core/provider';

type RouteCells = Omit<CapabilityMatrix['routes'][string], 'limits'>;

/** The capabilities of model management, for which OpenAI's API has no endpoints. */
export const MODEL_MANAGEMENT = [
  'models.running',
  'models.load',
  'models.unload',
  'models.download',
  'models.downloadStatus',
] as const satisfies readonly (keyof RouteCells)[];

/** Returns the same cell for several keys, to spread into a route: `...sameCell({ support: 'no', note: '...' }, 'tools', 'toolChoice')`. */
export function sameCell<const Cell extends RouteCells[keyof RouteCells], const Key extends keyof RouteCells>(
  cell: Cell,
  ...keys: readonly Key[]
): { readonly [Each in Key]: Cell } {
  return Object.fromEntries(keys.map((key) => [key, cell])) as { readonly [Each in Key]: Cell };
}

/** OpenAI's maximum number of texts in an embedding request (https://platform.openai.com/docs/api-reference/embeddings/create). */
export const MAX_EMBED_INPUTS = 2048;

/**
 * Limits of embedding requests to a local server, which itself has no limit on the number of texts. With as many texts as OpenAI allows, a
 * response has less than 200 MiB with vectors of 4,096 dimensions, which is below the default of `limits.maxBodyBytes`.
 */
export const LOCAL_EMBED_LIMITS = { embedInputs: MAX_EMBED_INPUTS } as const;

const SUPPORTED = [
  'chat',
  'chat.stream',
  'completion',
  'completion.stream',
  'embedding',
  'models.list',
  'systemMessage',
  'assistantMessages',
  'imageInput',
  'tools',
  'toolChoice',
  'parallelToolCalls',
  'reasoning',
  'jsonObject',
  'jsonSchema',
  'stop',
  'seed',
  'frequencyPenalty',
  'presencePenalty',
  'logprobs',
] as const satisfies readonly (keyof RouteCells)[];

type Supported = (typeof SUPPORTED)[number];

/** The type of `OPENAI_FORMAT_ROUTE`. It is named so that editors show the name instead of all the cells. */
export interface OpenAIFormatRoute extends Omit<DeniedRoute, Supported>, Readonly<Record<Supported, 'yes'>> {}

function formatRoute(): OpenAIFormatRoute {
  return { ...DENIED_ROUTE, ...sameCell('yes', ...SUPPORTED) };
}

/**
 * Base cells of a route with an OpenAI-compatible API: everything that OpenAI's API defines is supported, the rest is not. Spread it and
 * override the cells in which the server differs.
 */
// Marked as pure, so that bundlers can drop it if it is unused.
export const OPENAI_FORMAT_ROUTE: OpenAIFormatRoute = /* @__PURE__ */ formatRoute();
