import { checkContainer } from '../di/lmux-container.js';
import type { Container } from '../provider/container.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmClients } from './lm-clients.js';

/** What `registerLmux` registers. */
export interface RegisterLmuxOptions extends Omit<CreateClientsOptions, 'container'> {}

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
  // tsyringe disposes only what it has constructed: a value or a factory's result is left alone.
  container.resolve(
    class LmuxDisposer {
      dispose(): Promise<void> {
        return clients.close();
      }
    },
  );
  return clients;
}
