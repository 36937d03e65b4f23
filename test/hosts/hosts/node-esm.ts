import { processHost } from '../process-host.ts';

export const host = processHost('node-esm', process.execPath, ['entry.mjs'], ['static-imports.mjs']);
