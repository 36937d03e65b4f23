import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { guardLogger } from '../logging/guard-logger.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { shown, shownWord } from '../validate/check.js';
import { fileAt, findUp, isSearchEnd, readText, untrustedPath, type FoundFile } from '#platform';
import { checkLmuxConfig } from './check-lmux-config.js';
import type { CheckedLmuxConfig } from './checked-lmux-config.js';
import { processEnv, readVariable, type Environment } from './environment.js';
import { findJsonMistake } from './find-json-mistake.js';
import type { LmuxConfig } from './lmux-config.js';

/** Name of the file to search for. */
const CONFIG_FILE = 'lmux.config.json';

/** Maximum size of the file: 1 MiB. */
const MAX_BYTES = 1_048_576;

/** Options of the search for a configuration file. */
export interface FindConfigOptions {
  /**
   * Path or `file:` URL of the file. A relative path is resolved from `cwd`. Default: the path in `LM_CONFIG`, else the nearest
   * `lmux.config.json` in `cwd` or a parent folder. The search ends at a folder with `.git` and at the home folder, which are still searched.
   */
  readonly path?: string | URL | undefined;
  /** The variables are the own properties, so `Object.create(process.env)` has none. Default: the environment of the process. */
  readonly env?: Environment | undefined;
  /** Folder where the search starts. Default: the working directory. */
  readonly cwd?: string | undefined;
  /**
   * Handling of a file that other users can change, because they can write to it or to its folder, or one of them owns it: `any` logs a
   * warning, `owner` rejects the file with `config_invalid`. Not checked on Windows. Default `any`.
   */
  readonly trust?: 'any' | 'owner' | undefined;
  /** Receives the warning about a file that other users can change. Default: no logging. */
  readonly logger?: Logger | undefined;
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

async function findConfigFile({ path, env, cwd }: FindConfigOptions): Promise<FoundFile | undefined> {
  if (path !== undefined) return fileAt(path, cwd);
  const named = readVariable(env ?? processEnv(), 'LM_CONFIG');
  if (named !== undefined) return fileAt(named, cwd, 'LM_CONFIG');
  const found = await findUp(CONFIG_FILE, cwd, isSearchEnd);
  return found === undefined ? undefined : fileAt(found);
}

function checkOptions({ cwd, trust }: FindConfigOptions): void {
  if (cwd !== undefined && (typeof cwd !== 'string' || cwd.includes('\0'))) {
    const received = typeof cwd === 'string' ? 'a string with a NUL character' : shown(cwd);
    throw new LmError('config_invalid', `"cwd" must be the path of a folder; received ${received}.`);
  }
  if (trust === undefined || trust === 'any' || trust === 'owner') return;
  throw new LmError('config_invalid', `"trust" must be "any" or "owner"; received ${shownWord(trust)}.`);
}

/** Logs a warning about a file that other users can change, or rejects it. */
async function checkTrust({ path, label }: FoundFile, { trust, logger }: FindConfigOptions): Promise<void> {
  const untrusted = await untrustedPath(path);
  if (untrusted === undefined) return;
  const { kind, mode, owner } = untrusted;
  if (trust === 'owner') {
    throw new LmError(
      'config_invalid',
      `${label} is not trusted: other users can write to the ${kind} ${untrusted.path} (mode ${mode}, owner ${owner}). Change its permissions or its owner, or move the file, or remove the option "trust".`,
    );
  }
  const hint = 'Change its permissions or its owner. With trust: "owner", the file would be rejected.';
  const fields = { file: label, kind, path: untrusted.path, mode, owner, hint };
  guardLogger(logger ?? noopLogger).warn('configuration file can be changed by other users', fields);
}

/** @param source Where the path comes from, for messages. */
async function readFile({ path, label }: FoundFile, source: string): Promise<string> {
  try {
    return await readText(path, MAX_BYTES);
  } catch (cause) {
    if (isLmError(cause)) {
      const next = cause.message.includes('Save it') ? '' : ` Check ${source}.`;
      throw new LmError('config_invalid', `${label} could not be read. ${cause.message}${next}`);
    }
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
  checkOptions(options);
  const file = await findConfigFile(options);
  if (file === undefined) return undefined;
  await checkTrust(file, options);
  const isFromEnv = options.path === undefined && readVariable(options.env ?? processEnv(), 'LM_CONFIG') !== undefined;
  const config = parse(await readFile(file, isFromEnv ? 'the path in LM_CONFIG' : 'the path'), file.label);
  const checked = checkLmuxConfig(config, file.label);
  // The check throws on any other type.
  return { config: config as LmuxConfig, ...file, checked };
}

/**
 * Reads and checks a configuration file (Node).
 *
 * @param path Default: the path in `LM_CONFIG`, else the nearest `lmux.config.json` in the working directory or a parent folder.
 * @throws `config_invalid` if there is no file, it is invalid, or it is larger than 1 MiB, with the file and the path inside it.
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
    `${label} was not found in the working directory or any of its parent folders. The search ends at a folder with ".git" and at the home folder. Create the file, or set LM_CONFIG to its path.`,
  );
}
