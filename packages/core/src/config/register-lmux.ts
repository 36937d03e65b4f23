import { checkContainer } from '../di/application-container.js';
import type { Container } from '../provider/container.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmClients } from './lazy-clients.js';

/** What `registerLmux` registers. */
export interface RegisterLmuxOptions extends Omit<CreateClientsOptions, 'container'> {}

/**
 * Closes clients when the container that has constructed it is disposed: tsyringe disposes only what it has constructed, not values. One class for
 * all, since tsyringe keeps each class that was ever resolved, in every container up to the root.
 */
class LmuxDisposer {
  clients: LmClients | undefined;

  dispose(): Promise<void> | undefined {
    return this.clients?.close();
  }
}

/**
 * Registers the clients of a configuration in the container of an application: `@inject(LM_CLIENT)` is the default client,
 * `@inject(lmClient('local'))` the one of that name, `@inject(LM_CLIENTS)` all of them. Disposing the container closes them; calls then
 * fail with `closed`.
 *
 * @param container Container of tsyringe. It is never disposed here.
 * @throws `config_invalid`, `unknown_provider` or `plugin_invalid`, as `createClients`.
 */
export function registerLmux(container: Container, options: RegisterLmuxOptions): LmClients {
  checkContainer(container);
  const clients = createClients({ ...options, container });
  container.resolve(LmuxDisposer).clients = clients;
  return clients;
}
