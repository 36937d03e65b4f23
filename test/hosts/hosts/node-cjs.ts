import { processHost } from '../process-host.ts';

export const host = processHost('node-cjs', process.execPath, ['entry.cjs']);
