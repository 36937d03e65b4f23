import type { Environment } from './config-from-env.js';
import { LmError } from '../errors/lm-error.js';
import { fileAt, findUp, readText, type FoundFile } from '#platform';
import { checkLmuxConfig } from './check-lmux-config.js';
import type { CheckedLmuxConfig } from './checked-lmux-config.js';
import { findJsonMistake } from './find-json-mistake.js';
import type { LmuxConfig } from './lmux-config.js';

/** Name of the file to search for. */
const CONFIG_FILE = 'lmux.config.json';

/** Options of the search for a configuration file. */
export interface FindConfigOptions {
  /**
   * Path or `file:` URL of the file. A relative path is resolved from `cwd`. Default: the path in `LM_CONFIG`, else the nearest
   * `lmux.config.json` in `cwd` or a parent folder.
   */
  readonly path?: string | URL | undefined;
  /** Default: the environment of the process. */
  readonly env?: Environment | undefined;
  /** Folder where the search starts. Default: the working directory. */
  readonly cwd?: string | undefined;
}

/** A configuration file that has been read and checked. */
export interface ConfigFile {
  readonly config: LmuxConfig;
  /** Absolute path of the file. */
  readonly path: string;
  /** Path of the file for messages. It is relative if the file is in or below the working directory. */
  readonly label: string;
}

/** A configuration file, with the result of the check. */
export interface FoundConfig extends ConfigFile {
  readonly checked: CheckedLmuxConfig;
}

/** Returns the environment of the process, or an empty one if there is no process. */
export function processEnv(): Environment {
  return globalThis.process?.env ?? {};
}

/** Returns the path in `LM_CONFIG`. An empty variable counts as unset. */
function pathOfEnv(env = processEnv()): string | undefined {
  return env['LM_CONFIG']?.trim() || undefined;
}

async function findConfigFile({ path, env, cwd }: FindConfigOptions): Promise<FoundFile | undefined> {
  const named = path ?? pathOfEnv(env);
  if (named !== undefined) return fileAt(named, cwd);
  const found = await findUp(CONFIG_FILE, cwd);
  return found === undefined ? undefined : fileAt(found);
}

/** @param source Where the path comes from, for messages. */
async function readFile({ path, label }: FoundFile, source: string): Promise<string> {
  try {
    // Some editors write a byte order mark, which is not valid JSON.
    return (await readText(path)).replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    const why =
      code === 'ENOENT'
        ? `the file does not exist. Check ${source}.`
        : `the system reported ${String(code)}. Check ${source} and the permissions of the file.`;
    throw new LmError('config_invalid', `${label} could not be read: ${why}`, { cause });
  }
}

function parse(text: string, label: string): unknown {
  const mistake = findJsonMistake(text);
  if (mistake === undefined) return JSON.parse(text);
  const { line, column, what } = mistake;
  throw new LmError('config_invalid', `${label} is not valid JSON at line ${line}, column ${column}: ${what}.`);
}

/** Returns the configuration file, read and checked, or `undefined` if none is specified and none is found. */
export async function findConfig(options: FindConfigOptions): Promise<FoundConfig | undefined> {
  const file = await findConfigFile(options);
  if (file === undefined) return undefined;
  const isFromEnv = options.path === undefined && pathOfEnv(options.env) !== undefined;
  const config = parse(await readFile(file, isFromEnv ? 'the path in LM_CONFIG' : 'the path'), file.label);
  const checked = checkLmuxConfig(config, file.label);
  // The check throws on any other type.
  return { config: config as LmuxConfig, ...file, checked };
}

/**
 * Reads and checks a configuration file (Node).
 *
 * @param path Default: the path in `LM_CONFIG`, else the nearest `lmux.config.json` in the working directory or a parent folder.
 * @throws `config_invalid` if there is no file or it is invalid, with the file and the path inside it.
 */
export async function readConfigFile(
  path?: string | URL,
  options: Omit<FindConfigOptions, 'path'> = {},
): Promise<ConfigFile> {
  const file = await findConfig({ ...options, path });
  if (file !== undefined) {
    const { checked: _, ...rest } = file;
    return rest;
  }
  const { label } = fileAt(CONFIG_FILE, options.cwd);
  throw new LmError(
    'config_invalid',
    `${label} was not found in the working directory or any of its parent folders. Create it, or set LM_CONFIG to its path.`,
  );
}
