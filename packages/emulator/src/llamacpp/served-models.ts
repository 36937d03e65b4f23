import type { ModelDefinition } from '../shared/models/model-definition.js';

/** The one model of a server without router mode: the first that chats, or the first at all. */
export function servedModels(definitions: readonly ModelDefinition[], loadMs: number): readonly ModelDefinition[] {
  const here = definitions.filter(({ download }) => download === undefined);
  const served = here.find(({ type }) => type !== 'embedding') ?? here[0];
  // One that takes its time is not there at the start.
  return served === undefined ? [] : [{ ...served, loaded: loadMs === 0 }];
}
