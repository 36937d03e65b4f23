import type { IncomingJson, LoadProgress } from '@lmux/core/provider';

/** How far a load has come, over all its stages; `undefined` where the server does not say. */
export function decodeLoadProgress(progress: IncomingJson): LoadProgress | undefined {
  const { stages, current, value } = progress ?? {};
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const part = Math.min(1, Math.max(0, value));
  if (!Array.isArray(stages) || typeof current !== 'string') return { fraction: part };
  const done = stages.indexOf(current);
  return { fraction: done === -1 ? part : (done + part) / stages.length, stage: current };
}
