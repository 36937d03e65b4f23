import { cleanCause } from '../errors/clean-cause.js';
import { LmError } from '../errors/lm-error.js';

/**
 * Returns the error of an import of undici that failed. undici uses APIs that older versions of Node lack, and its error does not mention that.
 *
 * @param version Version of Node. Default: that of the process.
 */
export function undiciLoadError(error: unknown, version = globalThis.process?.versions?.node ?? ''): LmError {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { code } = Object(error) as { readonly code?: unknown };
  // Any other code, such as that of a missing file, has nothing to do with the version.
  const isVersion = code === undefined || code === 'ERR_UNKNOWN_BUILTIN_MODULE';
  const isOld = version !== '' && (major < 22 || (major === 22 && minor < 19));
  const why =
    isOld && isVersion
      ? ` on Node ${version}. It requires Node 22.19 or newer. Upgrade Node`
      : '. Check that it is installed, and that the tool that runs or bundles the code supports it';
  return new LmError(
    'config_invalid',
    `The package "undici" could not be loaded${why}, or pass "transport: new FetchTransport()". The reason is in "cause".`,
    { cause: cleanCause(error) },
  );
}
