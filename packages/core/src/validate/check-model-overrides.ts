import { maskName } from '../errors/looks-secret.js';
import { checkKeys, checkObject, isBoolean, type Checks } from './check.js';
import { MODEL_OVERRIDES } from './config-fields.js';
import { featureNames } from './feature-names.js';

/** Checks the overrides of models, by the ids of the models. */
export function checkModelOverrides(models: object, where: string): void {
  for (const [id, overrides] of Object.entries(models) as [string, unknown][]) {
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
