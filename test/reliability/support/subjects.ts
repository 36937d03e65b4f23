import { FetchTransport, UndiciTransport, type Clock, type Transport } from '@lmux/core';
import { DIALECTS, type Dialect } from './dialects.ts';

/** A transport to test with. */
export interface Wire {
  readonly transport: 'UndiciTransport' | 'FetchTransport';
  create(clock: Clock): Transport;
}

/** A combination to test: a route of a provider over a transport. */
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

/** One route of each kind over every transport, for behavior that is the same on all routes. */
export const PROVIDERS: readonly Subject[] = SUBJECTS.filter(
  ({ name }) => name !== 'lmstudio openai' && name !== 'llamacpp',
);

/** One route over every transport, for behavior that does not depend on the provider. */
export const TRANSPORTS: readonly Subject[] = SUBJECTS.filter(({ name }) => name === 'openai');
