// Checks that a binding in tsyringe's root container is not a default. A client without a container does not use it, and its plugins do not see it.
import { createClient, LOGGER } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { container } from 'tsyringe';

const logger = { debug() {}, info() {}, warn() {}, error() {} };
container.register(LOGGER, { useValue: logger });

let seen;
const curious = { spec: 1, id: 'curious', register: (own) => (seen = own.isRegistered(LOGGER, true)) };
const fake = fakeProvider();
const client = createClient({ plugins: [fake, curious], config: { provider: 'fake' } });
const [context] = fake.contexts;
await client.close();
console.log(
  JSON.stringify({
    seenByPlugin: seen,
    used: context.logger === logger,
    seenByProvider: context.container.resolve(LOGGER) === logger,
  }),
);
