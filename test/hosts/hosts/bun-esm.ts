import { installed } from '../installed.ts';
import { processHost } from '../process-host.ts';

export const host = processHost('bun-esm', installed('bun'), ['--no-install', 'entry.mjs'], ['static-imports.mjs']);
