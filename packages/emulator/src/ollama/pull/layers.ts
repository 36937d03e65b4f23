import { hexDigest } from '../../shared/engine/make-id.js';

/** One file of a model. */
export interface Layer {
  readonly digest: string;
  readonly totalBytes: number;
}

/** The shares of the weights, the template and the license; a real model's weights are still more of it. */
const SHARES = [0.9, 0.08];

/** The layers of a model, together `totalBytes`. */
export function layersOf(key: string, totalBytes: number): Layer[] {
  const sizes = SHARES.map((share) => Math.floor(totalBytes * share));
  const last = totalBytes - sizes.reduce((sum, size) => sum + size, 0);
  return [...sizes, last].map((size, index) => ({
    digest: `sha256:${hexDigest(`${key}/${index}`)}`,
    totalBytes: size,
  }));
}

/** A line about a layer; like the real one it lacks `completed` while that is zero. */
export function encodeLayer({ digest, totalBytes }: Layer, completed: number): object {
  const short = digest.slice('sha256:'.length, 'sha256:'.length + 12);
  return { status: `pulling ${short}`, digest, total: totalBytes, completed: completed === 0 ? undefined : completed };
}

/** What there is of each layer when they came one after another and `bytes` are there. */
export function spread(
  layers: readonly Layer[],
  bytes: number,
): { readonly layer: Layer; readonly completed: number }[] {
  let before = 0;
  return layers.map((layer) => {
    const completed = Math.min(layer.totalBytes, Math.max(0, bytes - before));
    before += layer.totalBytes;
    return { layer, completed };
  });
}
