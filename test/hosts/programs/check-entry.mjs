// The checks that every host runs. Imports nothing, so that the entry point is the first import of its process.
// create-application.ts adds a CommonJS copy, check-entry.cjs.

export function checkExports(name, entry) {
  if (Object.keys(entry).length === 0) throw new Error(`"${name}" exports nothing.`);
}

async function checkCompletion(client) {
  const { text } = await client.complete({ model: 'm', prompt: 'hello' });
  if (text !== 'hello') throw new Error(`The completion must be "hello"; received ${JSON.stringify(text)}.`);
}

/** Checks a client without a container. */
export async function checkClient({ createClient, fakeProvider }) {
  const client = createClient({ plugins: [fakeProvider()], config: { provider: 'fake' } });
  await checkCompletion(client);
  await client.close();
}

/** Checks a client in a container of the application's tsyringe, which injects it into a class. */
export async function checkContainer({ createClient, LM_CLIENT, fakeProvider, container, inject, injectable }) {
  const own = container.createChildContainer();
  const client = createClient({ plugins: [fakeProvider()], config: { provider: 'fake' }, container: own });
  class Service {
    client;
    constructor(injected) {
      this.client = injected;
    }
  }
  // What `@injectable() class Service { constructor(@inject(LM_CLIENT) injected) {} }` compiles to.
  inject(LM_CLIENT)(Service, undefined, 0);
  injectable()(Service);
  const service = own.resolve(Service);
  if (service.client !== client) throw new Error('The container injected a different client.');
  await checkCompletion(service.client);
  await client.close();
}

/** Checks that a client without a container, and its plugins, do not see what is bound in the root container of the application's tsyringe. */
export async function checkIsolation({ createClient, LOGGER, fakeProvider, container }) {
  const seen = [];
  const curious = { spec: 1, id: 'curious', register: (own) => void seen.push(own.isRegistered(LOGGER, true)) };
  const fake = fakeProvider();
  const logger = {};
  container.register(LOGGER, { useValue: logger });
  const client = createClient({ plugins: [fake, curious], config: { provider: 'fake' } });
  container.reset();
  if (seen.join() !== 'false') throw new Error('A plugin sees a binding of the root container of tsyringe.');
  if (fake.contexts[0].logger === logger) throw new Error('A client uses a binding of the root container of tsyringe.');
  await client.close();
}

/** Checks clients that are registered in a container of the application's tsyringe, which closes them. */
export async function checkRegistration({ registerLmux, lmClient, fakeProvider, container }) {
  const own = container.createChildContainer();
  const config = { providers: { local: { use: 'fake', model: 'm' } } };
  registerLmux(own, { plugins: [fakeProvider()], config });
  const client = own.resolve(lmClient('local'));
  await checkCompletion(client);
  await own.dispose();
  const error = await client.complete({ prompt: 'hello' }).catch((caught) => caught);
  if (error.code !== 'closed') throw new Error(`Disposing the container must close the client; received ${error}.`);
}

/** Checks an entry point, which must be the first package that its process loads. `load` is the host's `import()` or `require`. */
export async function checkEntry(name, load) {
  if ('getMetadata' in Reflect) throw new Error('Reflect metadata is defined before the import.');
  const entry = await load(name);
  checkExports(name, entry);
  if (name !== '@lmux/core') return;
  const { fakeProvider } = await load('@lmux/core/testing');
  await checkClient({ ...entry, fakeProvider });
  // After core, because the application's tsyringe needs the metadata that core has defined.
  const tsyringe = await load('tsyringe');
  await checkContainer({ ...tsyringe, ...entry, fakeProvider });
  await checkRegistration({ ...tsyringe, ...entry, fakeProvider });
  await checkIsolation({ ...tsyringe, ...entry, fakeProvider });
}
