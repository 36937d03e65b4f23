// All floods of `npm run soak -- --hostile`.
import { ARRAY_FLOODS } from './soak-hostile-arrays.ts';
import { BODY_FLOODS } from './soak-hostile-bodies.ts';
import { CONNECTION_FLOODS } from './soak-hostile-connections.ts';
import { ERROR_FLOODS } from './soak-hostile-errors.ts';
import type { Flood } from './soak-hostile-flood.ts';
import { STREAM_FLOODS } from './soak-hostile-streams.ts';

/** Every flood, in the order in which they run. */
export const FLOODS: readonly Flood[] = [
  ...CONNECTION_FLOODS,
  ...ERROR_FLOODS,
  ...BODY_FLOODS,
  ...ARRAY_FLOODS,
  ...STREAM_FLOODS,
];
