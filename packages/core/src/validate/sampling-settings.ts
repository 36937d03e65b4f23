import type { SamplingFeature, SamplingSettings } from '../contract/sampling.js';
import { isFiniteNumber, isInteger, isNonNegative, isPositiveInteger, isStringOrStrings } from './check.js';
import type { FieldRow, FieldTable } from './field-table.js';

/**
 * The sampling settings of chats and completions, each with its check, the feature that it requires, and whether it may be dropped. The
 * settings that are features have the order of the capability tables.
 */
export const SAMPLING_SETTINGS = {
  temperature: { check: isNonNegative },
  topP: { check: isNonNegative },
  maxOutputTokens: { check: isPositiveInteger },
  stop: { check: isStringOrStrings, feature: 'stop', requires: (stop) => stop.length > 0 },
  seed: { check: isInteger, feature: 'seed', droppable: true },
  topK: { check: isInteger, feature: 'topK', droppable: true },
  minP: { check: isNonNegative, feature: 'minP', droppable: true },
  repeatPenalty: { check: isFiniteNumber, feature: 'repeatPenalty', droppable: true },
  frequencyPenalty: { check: isFiniteNumber, feature: 'frequencyPenalty', droppable: true },
  presencePenalty: { check: isFiniteNumber, feature: 'presencePenalty', droppable: true },
  ttlSeconds: { check: isFiniteNumber, feature: 'ttl', droppable: true },
} as const satisfies FieldTable<SamplingSettings> & {
  readonly [Feature in SamplingFeature]: { readonly feature: Feature };
};

/** Returns the sampling settings that a route may lack: those that require the feature of the same name. */
export function samplingFeatures(): SamplingFeature[] {
  const rows: readonly (readonly [field: string, row: FieldRow])[] = Object.entries(SAMPLING_SETTINGS);
  return rows.filter(([field, { feature }]) => feature === field).map(([field]) => field as SamplingFeature);
}
