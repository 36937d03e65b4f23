import { expect, test } from 'vitest';

// In a file of its own, since the metadata functions stay on `Reflect`.
test('the import of core is enough for tsyringe and its decorators to work', async () => {
  expect('getMetadata' in Reflect).toBe(false);
  const { rootContainer } = await import('./tsyringe.js');
  const { container, inject, injectable } = await import('tsyringe');
  expect(rootContainer).toBe(container);
  const TOKEN = Symbol('token');
  class Greeter {
    readonly word: string;
    constructor(word: string) {
      this.word = word;
    }
  }
  inject(TOKEN)(Greeter, undefined, 0);
  injectable()(Greeter);
  const child = container.createChildContainer();
  child.register(TOKEN, { useValue: 'hello' });
  expect(child.resolve(Greeter).word).toBe('hello');
});
