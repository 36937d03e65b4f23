import type { DependencyContainer } from 'tsyringe';
import type { DependencyContainer as OtherContainer } from 'tsyringe-copy';
import { describe, expectTypeOf, test } from 'vitest';
import {
  createClient,
  createClients,
  loadClients,
  registerLmux,
  type Container,
  type LmClient,
  type LmClients,
  type ProviderPlugin,
} from '../src/index.js';
import { fakeProvider } from '../src/testing/index.js';

const plugins = [fakeProvider()] as const;
const config = { providers: { local: { use: 'fake' } } };

test('containers of two copies of tsyringe are not assignable to each other', () => {
  // @ts-expect-error -- DelayedConstructor has private members, which each copy declares separately
  const first: DependencyContainer = {} as OtherContainer;
  // @ts-expect-error -- nor the other way around
  const other: OtherContainer = {} as DependencyContainer;
  expectTypeOf([first, other] as const).toEqualTypeOf<readonly [DependencyContainer, OtherContainer]>();
});

// A test of the union of both types applies to each of them.
describe('a container of the same or of another copy of tsyringe', () => {
  const container = {} as DependencyContainer | OtherContainer;

  test('is a Container', () => {
    expectTypeOf(container).toExtend<Container>();
    expectTypeOf(container.createChildContainer()).toExtend<Container>();
  });

  test('is accepted wherever a container is passed', () => {
    expectTypeOf(createClient({ plugins, config: { provider: 'fake' }, container })).toExtend<LmClient>();
    expectTypeOf(createClients({ plugins, config, container })).toEqualTypeOf<LmClients>();
    expectTypeOf(loadClients({ plugins, container })).resolves.toEqualTypeOf<LmClients>();
    expectTypeOf(registerLmux(container, { plugins, config })).toEqualTypeOf<LmClients>();
    expectTypeOf(container).toExtend<Parameters<ProviderPlugin['register']>[0]>();
  });
});
