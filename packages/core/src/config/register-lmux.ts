import { checkContainer } from '../di/application-container.js';
import type { Container } from '../provider/container.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmClients } from './lazy-clients.js';

/** Options of `registerLmux`. */
export interface RegisterLmuxOptions extends Omit<CreateClientsOptions, 'container'> {}

/**
 * Closes clients when the container that constructed it is disposed. tsyringe disposes only instances that it has constructed, not values.
 * All calls share this class, since tsyringe keeps each class that was ever resolved, in every container up to the root.
 */
class LmuxDisposer {
  clients: LmClients | undefined;

  dispose(): Promise<void> | undefined {
    return this.clients?.close();
  }
}

/**
 * Registers the clients of a configuration in the application's tsyringe container. `@inject(LM_CLIENT)` injects the default client,
 * `@inject(lmClient('local'))` the client with that name, and `@inject(LM_CLIENTS)` all of them. Disposing the container closes the clients.
 * Calls then fail with `closed`.
 *
 * @param container The tsyringe container. lmux never disposes it.
 * @throws `config_invalid`, `unknown_provider` or `plugin_invalid`, like `createClients`.
 */
export function registerLmux(container: Container, options: RegisterLmuxOptions): LmClients {
  checkContainer(container);
  const clients = createClients({ ...options, container });
  container.resolve(LmuxDisposer).clients = clients;
  return clients;
}
