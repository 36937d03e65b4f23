import { describe, expect, test } from 'vitest';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { lmClient, LOGGER } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { tokenName } from './application-container.js';
import { createClient } from '../client/create-client.js';

const provider: string = 'fake';

function compose(register: (container: never) => unknown): void {
  const plugin: ProviderPlugin = { spec: 1, id: 'acme', register };
  createClient({ plugins: [fakeProvider(), plugin], config: { provider } });
}

const refused = (message: string): unknown =>
  expect.objectContaining({ code: 'plugin_invalid', message: expect.stringContaining(message) });

interface Untyped {
  register(token: symbol, binding: unknown): void;
}

describe('rejects a plugin', () => {
  test.each<[what: string, binding: unknown]>([
    ['a class', { useClass: Map }],
    ['a constructor', Map],
    ['an alias of another token', { useToken: LOGGER }],
    ['a factory that is not a function', { useFactory: 5 }],
    ['nothing', undefined],
    ['null', null],
  ])('that binds %s', (_what, binding) => {
    expect(() => compose((container: Untyped) => container.register(LOGGER, binding))).toThrow(
      refused('The LOGGER bound by plugin "acme" must be { useValue } or { useFactory }.'),
    );
  });

  test('that registers asynchronously, and handles the rejection of its promise', () => {
    const message = 'register() of plugin "acme" returned a promise.';
    expect(() => compose(() => Promise.resolve())).toThrow(refused(message));
    // An unhandled rejection would end the test run.
    expect(() => compose(() => Promise.reject(new Error('boom')))).toThrow(refused(message));
  });
});

test('rejects a binding after register() has returned', () => {
  let late: () => void = () => {};
  compose((container: Untyped) => {
    late = () => container.register(LOGGER, { useValue: 1 });
  });
  expect(late).toThrow(refused('was bound too late'));
});

test('tokenName returns the name of the export or the description', () => {
  const names = [LOGGER, lmClient('my-Local'), Symbol('acme.color'), Symbol.for('x')].map(tokenName);
  expect(names).toEqual(['LOGGER', 'lmClient("my-Local")', 'acme.color', 'x']);
});

test('a plugin can resolve the bindings of earlier plugins', () => {
  const COLOR = Symbol('color');
  const seen: unknown[] = [];
  const first: ProviderPlugin = {
    spec: 1,
    id: 'first',
    register: (container) => void container.register(COLOR, { useValue: 'red' }),
  };
  const second: ProviderPlugin = {
    spec: 1,
    id: 'second',
    register(container) {
      container.register(COLOR, { useValue: 'blue' });
      seen.push(container.isRegistered(COLOR), container.resolve(COLOR), container.resolveAll(COLOR));
      seen.push(container.createChildContainer().isRegistered(COLOR, true));
    },
  };
  createClient({ plugins: [fakeProvider(), first, second], config: { provider } });
  expect(seen).toEqual([true, 'blue', ['red', 'blue'], true]);
});
