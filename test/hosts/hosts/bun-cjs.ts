import { installed } from '../installed.ts';
import { processHost } from '../process-host.ts';

export const host = processHost('bun-cjs', installed('bun'), ['--no-install', 'entry.cjs']);
