import { once } from 'node:events';
import { version } from '../../package.json';
import type { Emulator } from '../emulator.js';
import type { EmulatorOptions } from '../options.js';
import { SERVER_PROFILES } from '../server-profiles.js';
import { startEmulator } from '../start-emulator.js';
import type { CliIo } from './cli-io.js';
import { helpText } from './help-text.js';
import { logLine } from './log-line.js';
import { parseArguments } from './parse-arguments.js';
import type { Command } from './parse-arguments.js';
import { UsageError } from './usage-error.js';

/** Version of the package. The build inserts it. */
const VERSION: string = version;

/**
 * Runs the command until it is stopped. Returns the exit code: 0 for success, 1 for a failed start, 2 for wrong
 * arguments.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  let command: Command;
  try {
    command = parseArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`lmux-emulator: ${error.message}\nRun "lmux-emulator --help" for usage.`);
    return 2;
  }
  if (command.kind === 'help') io.out(helpText());
  else if (command.kind === 'version') io.out(VERSION);
  else return serve(command.options, command.quiet, io);
  return 0;
}

async function serve(options: EmulatorOptions, quiet: boolean, io: CliIo): Promise<number> {
  let emulator: Emulator;
  try {
    emulator = await startEmulator({
      ...options,
      onWarning: (message) => io.err(`lmux-emulator: ${message}`),
      ...(!quiet && { log: (entry) => io.out(logLine(entry, io.paint)) }),
    });
  } catch (error) {
    io.err(`lmux-emulator: ${startFailure(error, options)}`);
    return 1;
  }
  if (quiet) {
    io.out(emulator.url);
  } else {
    io.out(`lmux-emulator ${VERSION} is listening on ${io.paint('bold', emulator.url)} (press Ctrl+C to stop)`);
    io.out(banner(emulator, io.paint));
  }
  if (!io.stop.aborted) await once(io.stop, 'abort');
  await emulator.close();
  return 0;
}

function startFailure(error: unknown, { host, port, as = 'lmstudio' }: EmulatorOptions): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is already in use, possibly by ${SERVER_PROFILES[as].title}. Choose another port with --port.`;
  if (code === 'EACCES') return `No permission to listen on port ${port}. Choose a port above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine. Choose another address with --host, such as 127.0.0.1.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Formats the models and routes that the command prints at startup. */
function banner({ routes, models }: Emulator, paint: CliIo['paint']): string {
  const width = Math.max(0, ...models.map(({ id }) => id.length));
  const modelLines = models.map(({ id, type, instances }) => {
    const state = instances.length === 0 ? 'not loaded' : paint('green', `loaded as ${instances.join(', ')}`);
    return `  ${id.padEnd(width)}  ${type.padEnd('embedding'.length)}  ${state}`;
  });
  const routeLines = routes.map((route) => `  ${route.replace(' ', route.startsWith('GET') ? '   ' : '  ')}`);
  return ['Models:', ...modelLines, 'Routes:', ...routeLines].join('\n');
}
