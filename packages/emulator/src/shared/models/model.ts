import type { ModelDefinition, ReasoningSettings } from './model-definition.js';

type Given = Omit<ModelDefinition, 'loaded' | 'download' | 'reasoning' | 'failsToLoad'>;

/** A model definition with all defaults applied. */
export type Model = Required<Given> & {
  /** Undefined for a model that does not reason. */
  readonly reasoning: ReasoningSettings | undefined;
  readonly failsToLoad: string | undefined;
};

const ON_OFF: ReasoningSettings = { allowed: ['off', 'on'], default: 'on' };

/** Applies the defaults to a definition. */
export function completeModel(definition: ModelDefinition): Model {
  const { loaded: _loaded, download: _download, ...given } = definition;
  const slash = given.id.indexOf('/');
  const type = given.type ?? 'llm';
  return {
    publisher: slash > 0 ? given.id.slice(0, slash) : 'lmux',
    displayName: given.id.slice(slash + 1),
    architecture: null,
    quantization: { name: 'Q4_K_M', bitsPerWeight: 4 },
    sizeBytes: 2_500_000_000,
    parameters: null,
    format: 'gguf',
    description: null,
    variants: [],
    toolUse: type === 'llm',
    vision: false,
    contextLength: 8192,
    dimensions: 256,
    keepsContextLength: true,
    strictTemplate: false,
    ...given,
    type,
    failsToLoad: given.failsToLoad,
    reasoning: reasoningOf(given.reasoning),
  };
}

function reasoningOf(reasoning: ModelDefinition['reasoning']): ReasoningSettings | undefined {
  if (reasoning === undefined || reasoning === false) return undefined;
  return reasoning === true ? ON_OFF : reasoning;
}

/** Returns the number of parameters of a model, from `4B` or `134.52M`, or else estimated at two per byte. */
export function parameterCount({ parameters, sizeBytes }: Model): number {
  const { amount, unit = '' } = /^(?<amount>[\d.]+)(?<unit>[MB])$/.exec(parameters ?? '')?.groups ?? {};
  return amount === undefined ? sizeBytes * 2 : Math.round(Number(amount) * (unit === 'B' ? 1e9 : 1e6));
}
