import { LmError } from '../errors/lm-error.js';

/** Creates the error for a request without a model. With `autoModel`, only calls to which it does not apply get here. */
export function emptyModelError(provider: string, autoModel = false): LmError {
  return new LmError(
    'empty_model',
    autoModel
      ? 'The request has no "model" and the client has no default model. "autoModel" does not apply to loads and downloads. Set "model" in the request or the configuration.'
      : 'The request has no "model" and the client has no default model. Set "model" in the request or the configuration, or LM_MODEL in the environment.',
    { provider },
  );
}

/** Creates the error for a provider that lacks a method which its matrix declares. */
export function missingMethodError(name: string, provider: string): LmError {
  return new LmError(
    'plugin_invalid',
    `Provider "${provider}" declares a capability that requires ${name}() but has no such method. Implement the method, or declare "no".`,
    { provider },
  );
}

/** Returns the error for emulated tools in a runtime that does not load them. */
export function noEmulationError(provider: string): LmError {
  return new LmError(
    'config_invalid',
    '"emulate" is "always", but nothing emulates tools in this runtime. Pass the plugin emulatedTools of "@lmux/core/emulated-tools" in "plugins".',
    { provider },
  );
}
