import type { Model } from './model.js';

/** How many parameters a model has: from `4B` or `134.52M`; without that, two a byte. */
export function parameterCount({ parameters, sizeBytes }: Model): number {
  const { amount, unit = '' } = /^(?<amount>[\d.]+)(?<unit>[MB])$/.exec(parameters ?? '')?.groups ?? {};
  return amount === undefined ? sizeBytes * 2 : Math.round(Number(amount) * (unit === 'B' ? 1e9 : 1e6));
}
