import { canBeEmulated } from '../capability/emulation-planner.js';
import type { EmulateMode } from '../contract/call-options.js';
import type { ChatFeature } from '../contract/capability.js';
import type { Plan } from '../contract/plan.js';

/** The features that the server needs for a request, and those that lmux makes from them. */
export interface FeatureSet {
  readonly features: readonly ChatFeature[];
  readonly emulated: readonly ChatFeature[];
}

/**
 * Returns the sets of features with which a request can be served with an emulation, in order of preference: it puts the description of the tools into the
 * system message if possible. Empty if the request has nothing that can be emulated.
 *
 * @param hasTools False if only the history has tool calls, for which the model need not write JSON.
 */
export function emulatedSets(features: readonly ChatFeature[], hasTools: boolean): FeatureSet[] {
  const emulated = features.filter(canBeEmulated);
  if (emulated.length === 0) return [];
  const kept = features.filter((feature) => !canBeEmulated(feature));
  const needed = hasTools ? [...new Set<ChatFeature>([...kept, 'jsonSchema'])] : kept;
  const isDescribed = hasTools && !needed.includes('systemMessage');
  const sets = isDescribed ? [[...needed, 'systemMessage'] as const, needed] : [needed];
  return sets.map((set) => ({ features: set, emulated }));
}

/** Returns true for a feature whose lack makes an emulation necessary. Without `parallelToolCalls`, the tools of the server are still better. */
export function needsEmulation(feature: string): boolean {
  return feature === 'tools' || feature === 'toolChoice';
}

/** Returns the step that makes a refused request work. See `EmulationPlanner`. */
export function emulationStep(
  lacks: readonly (readonly string[])[],
  { missing, features }: Pick<Plan, 'missing' | 'features'>,
  emulate: EmulateMode,
): string | undefined {
  if (lacks.length === 0) {
    const isNeeded = missing.some(({ feature }) => feature === 'jsonSchema') && !features.includes('jsonSchema');
    return isNeeded ? 'Set "emulate" to "missing", because emulated tools need "jsonSchema".' : undefined;
  }
  // Tools are not emulated for `parallelToolCalls` alone, unless the caller wants it.
  if (!lacks.flat().some(needsEmulation)) return 'Set "emulate" to "always" to emulate tools.';
  return emulate === 'never' ? 'Set "emulate" to "missing" to emulate tools.' : undefined;
}
