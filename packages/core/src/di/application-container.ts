import { shown } from '../validate/check.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import type { Container } from '../provider/container.js';

const METHODS = ['register', 'isRegistered', 'resolve', 'resolveAll', 'createChildContainer'] as const;

/** What errors call it. */
export const APPLICATION = 'the container that was passed';

/** Rejects with `config_invalid` what is not a container. */
export function checkContainer(passed: unknown): asserts passed is Container {
  const given = passed as Partial<Container> | null | undefined;
  if (METHODS.every((method) => typeof given?.[method] === 'function')) return;
  throw new LmError(
    'config_invalid',
    `"container" must be a tsyringe container; received ${shown(passed)}. Pass the application's container, or one of its children.`,
  );
}

/** Returns what people call a token: the name of its export, such as `PROVIDER_FACTORY` or `lmClient("local")`, or its description. */
export function tokenName(token: symbol): string {
  const { description = 'a token' } = token;
  const client = /^lmux\.LmClient:(.*)$/.exec(description)?.[1];
  if (client !== undefined) return `lmClient("${client}")`;
  const own = /^lmux\.([A-Za-z]+)$/.exec(description)?.[1];
  return own === undefined ? description : own.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Does something with the application's container; a failure becomes an error of ours, which says what failed. */
function using<T>(work: () => T, code: ErrorCode, what: string): T {
  try {
    return work();
  } catch (cause) {
    throw new LmError(code, `${what} failed, or the container has been disposed; see "cause".`, { cause });
  }
}

/** Makes a child of the application's container. */
export function createChild(passed: Container): Container {
  checkContainer(passed);
  return using(() => passed.createChildContainer(), 'config_invalid', 'Creating a child of "container"');
}

/** Binds a token in the application's container, by factory: `clearInstances` of a container drops values. */
export function bindInApplication(passed: Container, token: symbol, useFactory: () => unknown): void {
  using(() => passed.register(token, { useFactory }), 'config_invalid', `Binding ${tokenName(token)} in "container"`);
}

/** Resolves a token if the application's container, or one above it, binds it; returns `undefined` if none does. */
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
