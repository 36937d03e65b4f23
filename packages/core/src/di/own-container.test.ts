// oxlint-disable-next-line import/no-unassigned-import -- must come before tsyringe
import './reflect-metadata.js';
import { container as globalContainer } from 'tsyringe';
import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { OwnContainer, type ClientContainer } from './own-container.js';

const COLOUR = Symbol('colour');

/** What a plugin sees is the same, with a container of the application's and without one. */
describe.each<[name: string, create: () => ClientContainer]>([
  ['our own container', () => new OwnContainer()],
  ["tsyringe's", () => globalContainer.createChildContainer()],
])('%s', (_name, create) => {
  test('knows what is bound', () => {
    const container = create();
    expect([container.isRegistered(COLOUR), container.isRegistered(COLOUR, true)]).toEqual([false, false]);
    container.register(COLOUR, { useValue: 'red' });
    expect([container.isRegistered(COLOUR), container.isRegistered(COLOUR, true)]).toEqual([true, true]);
  });

  test('resolves the last of all that are bound', () => {
    const container = create();
    let made = 0;
    container.register(COLOUR, { useValue: 'red' });
    container.register(COLOUR, { useFactory: () => `blue ${(made += 1)}` });
    expect(container.resolveAll(COLOUR)).toEqual(['red', 'blue 1']);
    expect(container.resolve(COLOUR)).toBe('blue 2');
  });

  test('refuses to resolve what is not bound', () => {
    const container = create();
    expect(() => container.resolve(COLOUR)).toThrow('Symbol(colour)');
    expect(() => container.resolveAll(COLOUR)).toThrow('Symbol(colour)');
  });
});

test('our own container refuses in our words', () => {
  let error: unknown;
  try {
    new OwnContainer().resolve(COLOUR);
  } catch (caught) {
    error = caught;
  }
  expect(isLmError(error, 'plugin_invalid')).toBe(true);
});
