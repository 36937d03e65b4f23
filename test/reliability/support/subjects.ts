import { FetchTransport, UndiciTransport, type Clock, type Transport } from '@lmux/core';
import { DIALECTS, type Dialect } from './dialects.ts';

/** How bytes travel. */
export interface Wire {
  readonly transport: 'UndiciTransport' | 'FetchTransport';
  create(clock: Clock): Transport;
}

/** What a promise is proved for: a route of a provider over a transport. */
export interface Subject extends Dialect, Wire {
  readonly title: string;
}

const WIRES: readonly Wire[] = [
  { transport: 'UndiciTransport', create: (clock) => new UndiciTransport({ clock }) },
  { transport: 'FetchTransport', create: () => new FetchTransport() },
];

/** Every route over every transport. */
export const SUBJECTS: readonly Subject[] = DIALECTS.flatMap((dialect) =>
  WIRES.map((wire) => ({ ...dialect, ...wire, title: `${dialect.name} over ${wire.transport}` })),
);

/** What concerns all routes alike, over every transport: one route of each kind. */
export const PROVIDERS: readonly Subject[] = SUBJECTS.filter(
  ({ name }) => name !== 'lmstudio openai' && name !== 'llamacpp',
);

/** The two of them that differ most: for what lies far below providers. */
export const TRANSPORTS: readonly Subject[] = SUBJECTS.filter(({ name }) => name === 'openai');
