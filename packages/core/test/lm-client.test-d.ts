import type { DependencyContainer } from 'tsyringe';
import { describe, expectTypeOf, test } from 'vitest';
import {
  createClient,
  type Capability,
  type CapabilityMatrix,
  type ChatInput,
  type ChatRequest,
  type ChatStream,
  type ClientConfig,
  type CreateClientOptions,
  type Container,
  type LmClient,
  type LoadedModel,
  type ProviderPlugin,
  type RouteCapabilities,
  type ThisProviderCannot,
} from '../src/index.js';
import { defineProvider } from '../src/provider/index.js';
import { ABLE_ROUTE, fakeProvider } from '../src/testing/index.js';

const hello: ChatRequest = { messages: [{ role: 'user', content: 'hi' }] };
const NO_MODELS = { ...ABLE_ROUTE, 'models.load': 'no', 'models.download': { support: 'no', note: 'n' } } as const;

const everything = fakeProvider({ id: 'everything' });
const noModels = fakeProvider({ id: 'noModels', routes: { a: NO_MODELS, b: NO_MODELS } });
/** Denied on one route, and supported or unknown on the other. */
const oneRoute = fakeProvider({
  id: 'oneRoute',
  routes: {
    a: { ...NO_MODELS, embedding: 'no' },
    b: { ...ABLE_ROUTE, embedding: 'unknown', 'models.download': { support: 'unknown', note: 'n' } },
  },
});

/** A client with one route that supports everything except the denied capability. */
type Without<Denied extends Capability> = LmClient<{
  readonly provider: 'one';
  readonly routes: {
    readonly only: { readonly [Key in keyof typeof ABLE_ROUTE]: Key extends Denied ? 'no' : 'yes' };
  };
}>;

function without<const Denied extends Capability>(_denied: Denied): Without<Denied> {
  return {} as Without<Denied>;
}

describe('a provider that the compiler knows', () => {
  const client = createClient({ plugins: [noModels], config: { provider: 'noModels' } });

  test('has the methods that its matrix does not deny', () => {
    expectTypeOf(client.chat(hello)).resolves.toHaveProperty('text').toEqualTypeOf<string>();
    expectTypeOf(client.chatStream(hello)).toEqualTypeOf<ChatStream>();
    expectTypeOf(client.models.list()).resolves.toBeArray();
    expectTypeOf(client.capabilities.provider).toEqualTypeOf<'noModels'>();
    expectTypeOf<keyof typeof client.capabilities.routes>().toEqualTypeOf<'a' | 'b'>();
  });

  test('lacks the methods that it denies on every route, with a readable error type', () => {
    // @ts-expect-error -- denied on both routes
    void client.models.load({ model: 'm' });
    // @ts-expect-error -- ensureLoaded() needs models.load
    void client.models.ensureLoaded({ model: 'm' });
    // @ts-expect-error -- denied with a note
    void client.models.download({ model: 'm' });
    expectTypeOf(client.models.load).parameter(0).toExtend<ThisProviderCannot<'models.load'>>();
  });

  test('each method depends on its own capability', () => {
    expectTypeOf(without('chat').chat).parameter(0).toExtend<ThisProviderCannot<'chat'>>();
    expectTypeOf(without('chat.stream').chatStream).parameter(0).toExtend<ThisProviderCannot<'chat.stream'>>();
    expectTypeOf(without('completion').complete).parameter(0).toExtend<ThisProviderCannot<'completion'>>();
    expectTypeOf(without('completion.stream').completeStream)
      .parameter(0)
      .toExtend<ThisProviderCannot<'completion.stream'>>();
    expectTypeOf(without('embedding').embed).parameter(0).toExtend<ThisProviderCannot<'embedding'>>();
    expectTypeOf(without('models.list').models.list).parameter(0).toExtend<ThisProviderCannot<'models.list'>>();
    expectTypeOf(without('models.running').models.isRunning)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.running'>>();
    expectTypeOf(without('models.running').models.assertRunning)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.running'>>();
    expectTypeOf(without('models.unload').models.unload).parameter(0).toExtend<ThisProviderCannot<'models.unload'>>();
    expectTypeOf(without('models.unload').models.unloadAll)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.unload'>>();
    expectTypeOf(without('models.download').models.download)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.download'>>();
    expectTypeOf(without('models.downloadStatus').models.downloadStatus)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.downloadStatus'>>();
    expectTypeOf(without('models.downloadStatus').models.watchDownload)
      .parameter(0)
      .toExtend<ThisProviderCannot<'models.downloadStatus'>>();
    expectTypeOf(without('chat').chatStream).parameter(0).toEqualTypeOf<ChatInput>();
    expectTypeOf(without('models.load').models.unload).parameter(0).toEqualTypeOf<string>();
  });

  test('has the methods that one of its routes supports or may support', () => {
    const two = createClient({ plugins: [oneRoute], config: { provider: 'oneRoute' } });
    expectTypeOf(two.models.load({ model: 'm' })).resolves.toEqualTypeOf<LoadedModel>();
    void two.embed({ input: 'x' });
    void two.models.download({});
  });

  test('is the selected one of several', () => {
    const plugins = [everything, noModels] as const;
    const loaded = createClient({ plugins, config: { provider: 'everything' } }).models.load({});
    expectTypeOf(loaded).resolves.toEqualTypeOf<LoadedModel>();
    // @ts-expect-error -- the selected provider denies it, although the other supports it
    void createClient({ plugins, config: { provider: 'noModels' } }).models.load({});
    // @ts-expect-error -- also if the plugins are an inline array, in any order
    void createClient({ plugins: [noModels, everything], config: { provider: 'noModels' } }).models.load({});
  });

  test('is assignable to LmClient', () => {
    expectTypeOf(client).toExtend<LmClient>();
    expectTypeOf(createClient({ plugins: [everything], config: { provider: 'everything' } })).toExtend<LmClient>();
  });
});

describe('a provider that is selected at run time', () => {
  const plugins = [everything, noModels];

  test('has every method if the id is a string', () => {
    const provider: string = 'noModels';
    const client = createClient({ plugins, config: { provider } });
    expectTypeOf(client).toEqualTypeOf<LmClient>();
    void client.models.load({});
    void client.chat(hello);
  });

  test('has every method if the configuration has a general type', () => {
    const config = {} as ClientConfig;
    expectTypeOf(createClient({ plugins, config })).toEqualTypeOf<LmClient>();
  });

  test('has every method if the id is one of several', () => {
    const provider = 'noModels' as 'noModels' | 'everything';
    expectTypeOf(createClient({ plugins, config: { provider } })).toEqualTypeOf<LmClient>();
  });

  test('has every method if the plugins have a general type', () => {
    const loaded: ProviderPlugin[] = [];
    expectTypeOf(createClient({ plugins: loaded, config: { provider: 'noModels' } })).toEqualTypeOf<LmClient>();
    expectTypeOf(
      createClient({ plugins: [...plugins, ...loaded], config: { provider: 'elsewhere' } }),
    ).toEqualTypeOf<LmClient>();
  });

  test('has every method if the plugin declares no capabilities', () => {
    const silent: ProviderPlugin<'silent'> = { spec: 1, id: 'silent', register() {} };
    expectTypeOf(createClient({ plugins: [silent], config: { provider: 'silent' } })).toEqualTypeOf<LmClient>();
  });

  test('has every method if the matrix has a general type', () => {
    const matrix: CapabilityMatrix = { provider: 'wide', routes: {} };
    const wide = defineProvider({ id: 'wide', capabilities: matrix, create: () => ({}) });
    expectTypeOf(createClient({ plugins: [wide], config: { provider: 'wide' } })).toEqualTypeOf<LmClient>();
  });
});

const both = [everything, noModels] as const;

function make<const Id extends 'everything' | 'noModels'>(provider: Id) {
  const options: CreateClientOptions<typeof both, Id> = { plugins: both, config: { provider } };
  return createClient(options);
}

describe('the provider of the configuration', () => {
  const plugins = both;

  test('must be the id of a plugin', () => {
    // @ts-expect-error -- no plugin has this id
    const misspelled = createClient({ plugins, config: { provider: 'nomodels' } });
    // @ts-expect-error -- no plugin at all
    const none = createClient({ plugins: [], config: { provider: 'everything' } });
    // @ts-expect-error -- an undefined container registers no provider
    const undefinedContainer = createClient({ plugins, config: { provider: 'nomodels' }, container: undefined });
    expectTypeOf([misspelled, none, undefinedContainer]).toExtend<LmClient[]>();
  });

  test('may be one of several ids if each is that of a plugin', () => {
    const known = 'noModels' as 'noModels' | 'everything';
    expectTypeOf(createClient({ plugins, config: { provider: known } })).toEqualTypeOf<LmClient>();
    const partlyKnown = 'noModels' as 'noModels' | 'nomodels';
    // @ts-expect-error -- no plugin has one of the two ids
    const client = createClient({ plugins, config: { provider: partlyKnown } });
    expectTypeOf(client).toExtend<LmClient>();
  });

  test('may be any id if a container is passed, which may register more providers', () => {
    const container = {} as DependencyContainer;
    expectTypeOf(createClient({ plugins, config: { provider: 'bound' }, container })).toEqualTypeOf<LmClient>();
    expectTypeOf(createClient({ plugins: [], config: { provider: 'bound' }, container })).toEqualTypeOf<LmClient>();
    const optional = {} as Container | undefined;
    expectTypeOf(
      createClient({ plugins, config: { provider: 'bound' }, container: optional }),
    ).toEqualTypeOf<LmClient>();
  });

  test('may be any string if the compiler knows no id', () => {
    const provider: string = 'everything';
    expectTypeOf(createClient({ plugins, config: { provider } })).toEqualTypeOf<LmClient>();
    expectTypeOf(createClient({ plugins: [], config: { provider } })).toEqualTypeOf<LmClient>();
    const loaded: ProviderPlugin[] = [];
    expectTypeOf(createClient({ plugins: loaded, config: { provider: 'loaded' } })).toEqualTypeOf<LmClient>();
    const template = 'every' as `every${string}`;
    expectTypeOf(createClient({ plugins, config: { provider: template } })).toExtend<LmClient>();
  });

  test('may be any id if the type of the container is any', () => {
    expectTypeOf(
      createClient({ plugins, config: { provider: 'bound' }, container: JSON.parse('{}') }),
    ).toEqualTypeOf<LmClient>();
  });

  test('may be generic in a variable of type CreateClientOptions', () => {
    expectTypeOf(make('noModels').models.load).parameter(0).toExtend<ThisProviderCannot<'models.load'>>();
    expectTypeOf(make('everything').models.load({})).resolves.toEqualTypeOf<LoadedModel>();
  });
});

describe('a matrix', () => {
  const capabilities = { provider: 'mine', routes: { a: NO_MODELS } } as const satisfies CapabilityMatrix;

  test('determines the methods of the client through defineProvider', () => {
    const mine = defineProvider({ id: 'mine', capabilities, create: () => ({}) });
    const client = createClient({ plugins: [mine], config: { provider: 'mine' } });
    expectTypeOf(client.capabilities).toEqualTypeOf<typeof capabilities>();
    expectTypeOf(client.models.load).parameter(0).toExtend<ThisProviderCannot<'models.load'>>();
  });

  test('determines the methods of the client through a plugin with an explicit type', () => {
    const mine: ProviderPlugin<'mine', typeof capabilities> = { spec: 1, id: 'mine', capabilities, register() {} };
    const client = createClient({ plugins: [mine], config: { provider: 'mine' } });
    expectTypeOf(client.models.load).parameter(0).toExtend<ThisProviderCannot<'models.load'>>();
  });

  test('has an entry for each capability', () => {
    const { chat: _, ...rest } = ABLE_ROUTE;
    // @ts-expect-error -- chat is missing
    const route: RouteCapabilities = rest;
    // @ts-expect-error -- no such capability
    const more: RouteCapabilities = { ...ABLE_ROUTE, telepathy: 'yes' };
    expectTypeOf([route, more]).toEqualTypeOf<RouteCapabilities[]>();
  });
});
