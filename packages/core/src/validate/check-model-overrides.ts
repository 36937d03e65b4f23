import { maskName } from '../errors/looks-secret.js';
import { LmError } from '../errors/lm-error.js';
import { checkKeys, checkObject, isBoolean, type Checks } from './check.js';
import { MODEL_OVERRIDES } from './config-fields.js';
import { featureNames } from './feature-names.js';

/** Checks the overrides of models, by the ids of the models. */
export function checkModelOverrides(models: object, where: string): void {
  for (const [id, overrides] of Object.entries(models) as [string, unknown][]) {
    if (id.trim() === '') throw new LmError('config_invalid', `"${where}" contains an empty name of a model.`);
    const path = `${where}.${maskName(id)}`;
    checkObject(overrides, `"${path}"`, 'config_invalid');
    checkKeys(overrides, MODEL_OVERRIDES, path, 'config_invalid');
    const described = (overrides as { features?: object }).features;
    if (described !== undefined) checkModelFeatures(described, `${path}.features`);
  }
}

/** Checks what a model is said to support, by the names that the capability matrix has. */
export function checkModelFeatures(features: object, where: string): void {
  const checks: Checks = Object.fromEntries(featureNames().map((name) => [name, isBoolean]));
  checkKeys(features, checks, where, 'config_invalid');
}

/**
 * Checks that no two overrides are for the same model.
 *
 * @param canonicalName Returns the canonical form of a model name.
 */
export function checkDistinctNames(models: readonly string[], canonicalName: (name: string) => string): void {
  const seen = new Map<string, string>();
  for (const model of models) {
    const name = canonicalName(model);
    const other = seen.get(name);
    seen.set(name, model);
    if (other === undefined) continue;
    throw new LmError(
      'config_invalid',
      `"models" contains "${maskName(other)}" and "${maskName(model)}", which are names of the same model. Keep one of them.`,
    );
  }
}
