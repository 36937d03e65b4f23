import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import type { EmulatorOptions, ServerProfileName } from '../options.js';
import { SERVER_PROFILES } from '../server-profiles.js';
import { isAllowedHost } from '../shared/server/allowed-hosts.js';
import { modelNamed } from '../shared/models/model-definition.js';
import type { ModelDefinition } from '../shared/models/model-definition.js';
import { parseFault } from './parse-fault.js';
import { UsageError } from './usage-error.js';

/** The command that the arguments request. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'serve'; readonly quiet: boolean; readonly options: EmulatorOptions };

const NONE: string[] = [];

const FLAGS = {
  as: { type: 'string', default: 'lmstudio' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string', default: '127.0.0.1' },
  'allowed-host': { type: 'string', multiple: true, default: NONE },
  model: { type: 'string', short: 'm', multiple: true, default: NONE },
  'delay-ms': { type: 'string', default: '20' },
  'load-ms': { type: 'string', default: '600' },
  'no-native-api': { type: 'boolean', default: false },
  'no-router': { type: 'boolean', default: false },
  token: { type: 'string', multiple: true, default: NONE },
  parallel: { type: 'string', default: '4' },
  cors: { type: 'boolean', default: false },
  fault: { type: 'string', multiple: true, default: NONE },
  quiet: { type: 'boolean', short: 'q', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} satisfies ParseArgsOptionsConfig;

/** Parses the command line. Throws a {@link UsageError} that describes the first mistake. */
export function parseArguments(argv: readonly string[]): Command {
  const values = readFlags(argv);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const as = readProfileName(values.as);
  const options: EmulatorOptions = {
    as,
    port: readInteger('port', values.port ?? String(SERVER_PROFILES[as].port), 0, 65_535),
    host: readHost(values.host),
    ...(values['allowed-host'].length > 0 && { allowedHosts: values['allowed-host'].map(readAllowedHost) }),
    delayMs: readInteger('delay-ms', values['delay-ms'], 0, 60_000),
    loadMs: readInteger('load-ms', values['load-ms'], 0, 600_000),
    nativeApi: !values['no-native-api'],
    router: !values['no-router'],
    parallel: readInteger('parallel', values.parallel, 1, 1000),
    cors: values.cors,
    faults: values.fault.map(parseFault),
    auth: { tokens: values.token },
    // Nothing reads the recorded requests of a command, and it may run for days.
    keepRequests: 0,
    ...(values.model.length > 0 && { models: values.model.map(modelOf) }),
  };
  return { kind: 'serve', quiet: values.quiet, options };
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readProfileName(text: string): ServerProfileName {
  if (isProfileName(text)) return text;
  throw new UsageError(`"--as" must be one of ${Object.keys(SERVER_PROFILES).join(', ')}; received "${text}".`);
}

function isProfileName(text: string): text is ServerProfileName {
  return Object.hasOwn(SERVER_PROFILES, text);
}

/** Reads the address to listen on. Node would treat an empty one as all addresses. */
function readHost(text: string): string {
  if (/^[\w.:%-]+$/.test(text)) return text;
  throw new UsageError(`"--host" must be an address or a host name, without a port or brackets; received "${text}".`);
}

/** Reads a host of a Host header. Ports are not compared. */
function readAllowedHost(text: string): string {
  if (isAllowedHost(text)) return text;
  throw new UsageError(`"--allowed-host" must be a host name or an address, without a port, or *; received "${text}".`);
}

function readInteger(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`"--${name}" must be an integer from ${least} to ${most}; received "${text}".`);
}

/**
 * Returns the definition of a model by its name. All embedding models are loaded at startup, but only the first chat
 * model.
 */
function modelOf(id: string): ModelDefinition {
  const model = modelNamed(id);
  return model.type === 'embedding' ? { ...model, loaded: true } : model;
}
