import { hexDigest } from '../../shared/engine/make-id.js';

/** One file of a model. */
export interface Layer {
  readonly digest: string;
  readonly totalBytes: number;
}

/**
 * Shares of the weights and the template in the total size. The license is the rest. In a real model, the weights are
 * even larger.
 */
const SHARES = [0.9, 0.08];

/** Returns the layers of a model. Their sizes add up to `totalBytes`. */
export function layersOf(key: string, totalBytes: number): Layer[] {
  const sizes = SHARES.map((share) => Math.floor(totalBytes * share));
  const last = totalBytes - sizes.reduce((sum, size) => sum + size, 0);
  return [...sizes, last].map((size, index) => ({
    digest: `sha256:${hexDigest(`${key}/${index}`)}`,
    totalBytes: size,
  }));
}

/** Encodes the progress line of a layer. Like Ollama, it omits `completed` while that is zero. */
export function encodeLayer({ digest, totalBytes }: Layer, completed: number): object {
  const short = digest.slice('sha256:'.length, 'sha256:'.length + 12);
  return { status: `pulling ${short}`, digest, total: totalBytes, completed: completed === 0 ? undefined : completed };
}

/** Computes the completed bytes of each layer when `bytes` have been downloaded, one layer after the other. */
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
