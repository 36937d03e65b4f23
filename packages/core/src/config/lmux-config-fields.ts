import { either, isArray, isObject, isString, type Check } from '../validate/check.js';
import { CLIENT_SETTINGS } from '../validate/config-fields.js';
import type { ChecksOf } from '../validate/field-table.js';
import { isReference } from './env-references.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';

// config-schema.ts generates the JSON Schema of the file from these checks and patterns too.

/** Names of providers. They need no quoting in a path or on a command line. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;

/** Names of environment variables. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;

/** Package names with or without a subpath, relative paths, and `file:` URLs, without control characters. */
export const PACKAGE =
  // oxlint-disable-next-line no-control-regex -- they would be part of log entries
  /^(?!.*[\u0000-\u001F\u007F])(?:\.{1,2}\/.+|file:.+|(?:@[A-Za-z0-9~-][\w.~-]*\/)?[A-Za-z0-9~-][\w.~-]*(?:\/[^/].*)?)$/;

export const isVariable: Check = (value) =>
  typeof value === 'string' && VARIABLE.test(value) ? undefined : 'the name of an environment variable';

export const isEnvReference: Check = (value) =>
  isReference(value) ? undefined : 'an object such as { "env": "NAME" }';

export const isTextOrReference: Check = either(isString, isEnvReference);

/** Also accepts a function, which code may pass. The message does not mention it, since a file cannot contain one. */
export const isToken: Check = (value) => (typeof value === 'function' ? undefined : isTextOrReference(value));

/** The check of each field of the file. */
export const LMUX_CONFIG = {
  $schema: isString,
  default: isString,
  providers: isObject,
  plugins: isArray,
} satisfies ChecksOf<LmuxConfig>;

/** The check of each field of a provider. */
export const PROVIDER_CONFIG = {
  use: isString,
  ...CLIENT_SETTINGS,
  baseUrl: isTextOrReference,
  apiToken: isToken,
  headers: isObject,
} satisfies ChecksOf<ProviderConfig>;
