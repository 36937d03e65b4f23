import { DENIED_ROUTE, type CapabilityMatrix, type DeniedRoute } from '@lmux/core/provider';

type RouteCells = CapabilityMatrix['routes'][string];

/** The capabilities of model management that OpenAI's format has no calls for. */
export const MODEL_MANAGEMENT = [
  'models.running',
  'models.load',
  'models.unload',
  'models.download',
  'models.downloadStatus',
] as const satisfies readonly (keyof RouteCells)[];

/** Returns one cell for several keys, to be spread into a route: `...sameCell({ support: 'no', note: '...' }, 'tools', 'toolChoice')`. */
export function sameCell<const Cell extends RouteCells[keyof RouteCells], const Key extends keyof RouteCells>(
  cell: Cell,
  ...keys: readonly Key[]
): { readonly [Each in Key]: Cell } {
  return Object.fromEntries(keys.map((key) => [key, cell])) as { readonly [Each in Key]: Cell };
}

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

/** The type of `OPENAI_FORMAT_ROUTE`. Named because editors then show the name and not the cells. */
export interface OpenAIFormatRoute extends Omit<DeniedRoute, Supported>, Readonly<Record<Supported, 'yes'>> {}

function formatRoute(): OpenAIFormatRoute {
  return { ...DENIED_ROUTE, ...sameCell('yes', ...SUPPORTED) };
}

/**
 * The base of the cells of a route that speaks OpenAI's format: what the format has is supported, the rest is denied. Spread it and list
 * where the server differs.
 */
// Marked, so that bundlers leave it out where nothing reads it.
export const OPENAI_FORMAT_ROUTE: OpenAIFormatRoute = /* @__PURE__ */ formatRoute();
