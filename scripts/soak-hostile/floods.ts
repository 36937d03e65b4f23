// All floods of `npm run soak -- --hostile`.
import { ARRAY_FLOODS } from './arrays.ts';
import { BODY_FLOODS } from './bodies.ts';
import { CONNECTION_FLOODS } from './connections.ts';
import { ERROR_FLOODS } from './errors.ts';
import type { Flood } from './flood.ts';
import { STREAM_FLOODS } from './streams.ts';

/** Every flood, in the order in which they run. */
export const FLOODS: readonly Flood[] = [
  ...CONNECTION_FLOODS,
  ...ERROR_FLOODS,
  ...BODY_FLOODS,
  ...ARRAY_FLOODS,
  ...STREAM_FLOODS,
];
