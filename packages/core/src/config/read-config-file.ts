import type { Environment } from './config-from-env.js';
import { LmError } from '../errors/lm-error.js';
import { fileAt, findUp, readText, type FoundFile } from '#platform';
import { checkLmuxConfig } from './check-lmux-config.js';
import type { CheckedLmuxConfig } from './checked-lmux-config.js';
import { findJsonMistake } from './find-json-mistake.js';
import type { LmuxConfig } from './lmux-config.js';

/** Name of the file that is looked for. */
const CONFIG_FILE = 'lmux.config.json';

/** Where a configuration file is looked for. */
export interface FindConfigOptions {
  /** The file itself; a relative path leads from `cwd`, a `file:` URL is taken as it is. Default: what `LM_CONFIG` names, else `lmux.config.json` in `cwd` or the nearest folder above it. */
  readonly path?: string | URL | undefined;
  /** Default: the process's environment. */
  readonly env?: Environment | undefined;
  /** Folder in which the search begins. Default: the working directory. */
  readonly cwd?: string | undefined;
}

/** A configuration file that has been read and checked. */
export interface ConfigFile {
  readonly config: LmuxConfig;
  /** Absolute. */
  readonly path: string;
  /** What errors call it: its path, shorter where it lies below the working directory. */
  readonly label: string;
}

/** The same, with what the check has made of it. */
export interface FoundConfig extends ConfigFile {
  readonly checked: CheckedLmuxConfig;
}

/** The environment of the process; none where there is no process. */
export function processEnv(): Environment {
  return globalThis.process?.env ?? {};
}

async function findConfigFile({ path, env, cwd }: FindConfigOptions): Promise<FoundFile | undefined> {
  const named = path ?? ((env ?? processEnv())['LM_CONFIG']?.trim() || undefined);
  if (named !== undefined) return fileAt(named, cwd);
  const found = await findUp(CONFIG_FILE, cwd);
  return found === undefined ? undefined : fileAt(found);
}

async function readFile({ path, label }: FoundFile): Promise<string> {
  try {
    // A byte order mark, which some editors write, is no JSON.
    return (await readText(path)).replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    const why = code === 'ENOENT' ? 'there is no such file' : `the system says ${String(code)}`;
    throw new LmError('config_invalid', `${label} could not be read: ${why}.`, { cause });
  }
}

function parse(text: string, label: string): unknown {
  const mistake = findJsonMistake(text);
  if (mistake === undefined) return JSON.parse(text);
  const { line, column, what } = mistake;
  throw new LmError('config_invalid', `${label}, line ${line}, column ${column}: not valid JSON, ${what}.`);
}

/** The configuration file, read and checked; `undefined` where none is named and none is found. */
export async function findConfig(options: FindConfigOptions): Promise<FoundConfig | undefined> {
  const file = await findConfigFile(options);
  if (file === undefined) return undefined;
  const config = parse(await readFile(file), file.label);
  const checked = checkLmuxConfig(config, file.label);
  // The check has thrown if it is something else.
  return { config: config as LmuxConfig, ...file, checked };
}

/**
 * Reads a configuration file and checks it (Node).
 *
 * @param path Default: what `LM_CONFIG` names, else `lmux.config.json` in the working directory or the nearest folder above it.
 * @throws `config_invalid`, naming the file and the place in it; also where there is no file.
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
  throw new LmError('config_invalid', `${label} does not exist, nor in a folder above; LM_CONFIG may name the file.`);
}
