import { hexDigest } from '../shared/engine/make-id.js';
import type { Model } from '../shared/models/model.js';
import { withTag } from './model-name.js';

/** Returns the digest of a model: 64 hexadecimal digits that depend only on its definition. */
export function digestOf(model: Model): string {
  return hexDigest(JSON.stringify({ ...model, id: withTag(model.id) }));
}
