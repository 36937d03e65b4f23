import type { EmulateMode } from '../contract/call-options.js';
import type { ChatFeature, Support } from '../contract/capability.js';
import type { Warning } from '../contract/warning.js';

/** The features that lmux can make from `jsonSchema`. */
const EMULATED: ReadonlySet<ChatFeature> = /* @__PURE__ */ new Set(['tools', 'toolChoice', 'parallelToolCalls']);

/** The reason why tools are emulated for a model of which the server refused them. */
export const REFUSED = 'the server refused them';

/** The features that the server needs for a request, and those that lmux makes from them. */
export interface FeatureSet {
  readonly features: readonly ChatFeature[];
  readonly emulated: readonly ChatFeature[];
}

/**
 * Returns the sets of features by which a request can be served, in order of preference. An emulated request puts the description of the tools into
 * the system message if possible.
 *
 * @param hasTools False if only the history has tool calls, for which the model need not write JSON.
 */
export function featureSets(features: readonly ChatFeature[], emulate: EmulateMode, hasTools: boolean): FeatureSet[] {
  const given: FeatureSet = { features, emulated: [] };
  const emulated = emulate === 'never' ? [] : features.filter((feature) => EMULATED.has(feature));
  if (emulated.length === 0) return [given];
  const kept = features.filter((feature) => !EMULATED.has(feature));
  const needed = hasTools ? [...new Set<ChatFeature>([...kept, 'jsonSchema'])] : kept;
  const isDescribed = hasTools && !needed.includes('systemMessage');
  const sets = isDescribed ? [[...needed, 'systemMessage'] as const, needed] : [needed];
  return [...(emulate === 'missing' ? [given] : []), ...sets.map((set) => ({ features: set, emulated }))];
}

/** Returns true if a route that lacks these features may need an emulation. Without `parallelToolCalls`, the tools of the server are still better. */
export function needsEmulation(lacks: readonly string[]): boolean {
  return lacks.includes('tools') || lacks.includes('toolChoice');
}

/** Returns true if a route that lacks these features can serve the request with an emulation, of `parallelToolCalls` alone only if `emulate` is `always`. */
export function canEmulate(lacks: readonly string[], jsonSchema: Support): boolean {
  return jsonSchema !== 'no' && lacks.length > 0 && lacks.every((item) => EMULATED.has(item as ChatFeature));
}

/** Returns the warning about emulated tools. */
export function emulationWarning(reason: string): Warning {
  const message = `The tools were emulated, because ${reason}. The model received them as text, and its response was held to a JSON Schema of their calls. Set "emulate" to "never" to prevent this.`;
  return { code: 'tools_emulated', feature: 'tools', message };
}

/** Returns the warnings about emulated features. */
export function emulationWarnings({ emulated, features }: FeatureSet, reason: string): Warning[] {
  return emulated.length === 0 || !features.includes('jsonSchema') ? [] : [emulationWarning(reason)];
}
