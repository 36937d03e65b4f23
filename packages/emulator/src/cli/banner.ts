import type { Emulator } from '../emulator.js';
import type { CliIo } from './cli-io.js';

/** What the command serves and which models it has, for the screen. */
export function banner({ routes, models }: Emulator, paint: CliIo['paint']): string {
  const width = Math.max(0, ...models.map(({ id }) => id.length));
  const modelLines = models.map(({ id, type, instances }) => {
    const state = instances.length === 0 ? 'not loaded' : paint('green', `loaded as ${instances.join(', ')}`);
    return `  ${id.padEnd(width)}  ${type.padEnd('embedding'.length)}  ${state}`;
  });
  const routeLines = routes.map((route) => `  ${route.replace(' ', route.startsWith('GET') ? '   ' : '  ')}`);
  return ['Models:', ...modelLines, 'Routes:', ...routeLines].join('\n');
}
