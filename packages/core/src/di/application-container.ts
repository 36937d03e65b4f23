import { shown } from '../validate/check.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import type { Container } from '../provider/container.js';

const METHODS = ['register', 'isRegistered', 'resolve', 'resolveAll', 'createChildContainer'] as const;

/** Name of the application's container for messages. */
export const APPLICATION = "the application's container";

/**
 * Checks that a value is a container.
 *
 * @throws `config_invalid` if it is not.
 */
export function checkContainer(passed: unknown): asserts passed is Container {
  const given = passed as Partial<Container> | null | undefined;
  if (METHODS.every((method) => typeof given?.[method] === 'function')) return;
  throw new LmError(
    'config_invalid',
    `"container" must be a tsyringe container; received ${shown(passed)}. Pass the application's container, or one of its children.`,
  );
}

/** Returns the name of a token for messages: its export, such as `PROVIDER_FACTORY` or `lmClient("local")`, or its description. */
export function tokenName(token: symbol): string {
  const { description = 'token without a description' } = token;
  const client = /^lmux\.LmClient:(.*)$/.exec(description)?.[1];
  if (client !== undefined) return `lmClient("${client}")`;
  const own = /^lmux\.([A-Za-z]+)$/.exec(description)?.[1];
  return own === undefined ? description : own.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Runs an operation on the application's container. A failure becomes an `LmError` that names the operation. */
function using<T>(work: () => T, code: ErrorCode, what: string): T {
  try {
    return work();
  } catch (cause) {
    throw new LmError(code, `${what} failed. The container may have been disposed. The reason is in "cause".`, {
      cause,
    });
  }
}

/** Creates a child of the application's container. */
export function createChild(passed: Container): Container {
  checkContainer(passed);
  return using(() => passed.createChildContainer(), 'config_invalid', 'Creating a child of "container"');
}

/** Binds a token in the application's container. Uses a factory, since `clearInstances()` of a container discards values. */
export function bindInApplication(passed: Container, token: symbol, useFactory: () => unknown): void {
  using(() => passed.register(token, { useFactory }), 'config_invalid', `Binding ${tokenName(token)} in "container"`);
}

/** Resolves a token if the application's container or one of its ancestors binds it. Otherwise returns `undefined`. */
export function resolveInApplication<T>(
  passed: Container,
  token: symbol,
  resolve: (container: Container) => T,
  code: ErrorCode,
): T | undefined {
  return using(
    () => (passed.isRegistered(token, true) ? resolve(passed) : undefined),
    code,
    `Resolving ${tokenName(token)} in ${APPLICATION}`,
  );
}
