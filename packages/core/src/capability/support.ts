import type { CapabilityMatrix, Support, SupportCell } from '../contract/capability.js';

/** Returns the support that a cell declares. A missing cell, as in a matrix written for an older release, declares `no`. */
export function supportOf(cell: SupportCell | undefined): Support {
  if (cell === undefined) return 'no';
  return typeof cell === 'string' ? cell : cell.support;
}

/** Returns what a route declares for a capability or a feature, which may be a name that the matrix does not have. */
export function cellOf({ routes }: CapabilityMatrix, route: string, item: string): SupportCell | undefined {
  const cells: { readonly [item: string]: unknown } = routes[route] ?? {};
  return cells[item] as SupportCell | undefined;
}

/** Returns true if a model may lack what the cell declares, so that a description of the model decides. */
export function dependsOnModel(cell: SupportCell | undefined): boolean {
  return typeof cell === 'object' && cell.dependsOnModel === true;
}

/** Returns the capabilities and features of a matrix of which a cell on any route meets a condition. */
export function itemsWith(
  { routes }: CapabilityMatrix,
  condition: (cell: SupportCell | undefined) => boolean,
): ReadonlySet<string> {
  const entries = Object.values(routes).flatMap(
    (cells) => Object.entries(cells) as [string, SupportCell | undefined][],
  );
  return new Set(entries.filter(([, cell]) => condition(cell)).map(([item]) => item));
}

/** Returns the note of a cell, if it has one. */
export function noteOf(cell: SupportCell | undefined): string | undefined {
  return typeof cell === 'object' ? cell.note : undefined;
}
