import { either, isArray, isObject, isString, type Check } from '../validate/check.js';
import { CLIENT_SETTINGS } from '../validate/config-fields.js';
import type { ChecksOf } from '../validate/field-table.js';
import { isReference } from './env-references.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';

// The JSON Schema of the file is made from these checks and patterns too: see config-schema.ts.

/** What a provider may be called: what reads well in a path, in a variable and on a command line. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** The name of an environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A package's name with or without a subpath, a relative path, a `file:` URL. */
export const PACKAGE = /^(?:\.{1,2}\/.+|file:.+|(?:@[A-Za-z0-9~-][\w.~-]*\/)?[A-Za-z0-9~-][\w.~-]*(?:\/[^/].*)?)$/;

export const isVariable: Check = (value) =>
  typeof value === 'string' && VARIABLE.test(value) ? undefined : 'the name of an environment variable';

export const isEnvReference: Check = (value) =>
  isReference(value) ? undefined : 'an object such as { "env": "NAME" }';

export const isTextOrReference: Check = either(isString, isEnvReference);

/** In code also a function, which a file cannot hold: an error does not offer it. */
export const isToken: Check = (value) => (typeof value === 'function' ? undefined : isTextOrReference(value));

/** The kind of each field of the file. */
export const LMUX_CONFIG = {
  $schema: isString,
  default: isString,
  providers: isObject,
  plugins: isArray,
} satisfies ChecksOf<LmuxConfig>;

/** The kind of each field of a provider. */
export const PROVIDER_CONFIG = {
  use: isString,
  ...CLIENT_SETTINGS,
  baseUrl: isTextOrReference,
  apiToken: isToken,
  headers: isObject,
} satisfies ChecksOf<ProviderConfig>;
