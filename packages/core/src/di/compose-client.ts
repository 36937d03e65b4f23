import type { LmClient } from '../contract/lm-client.js';
import type { CheckedConfig } from '../client/check-config.js';
import { ClientCore } from '../client/client-core.js';
import { LmClientImpl } from '../client/lm-client-impl.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { Provider } from '../provider/provider.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import { Disposables } from './disposables.js';
import type { LmuxContainer } from './lmux-container.js';
import { bindValues, settleValues, type PassedValues } from './settle-values.js';

/** What a client is composed from, everything checked. */
export interface ClientComposition {
  readonly lmux: LmuxContainer;
  readonly factory: ProviderFactory;
  readonly checked: CheckedConfig;
  readonly values: PassedValues;
}

/** Composes a client: settles its values, binds them in a container of its own, and makes its provider. */
export function composeClient({ lmux, factory, checked, values }: ClientComposition): LmClient {
  const { config, baseUrl } = checked;
  const disposables = new Disposables();
  const settled = settleValues({ values, lmux, config, disposables });
  const container = lmux.createChildContainer();
  bindValues(container, settled);
  const provider = makeProvider(factory, { config, baseUrl, container, ...settled }, disposables);

  const others = lmux.factories.filter((other) => other !== factory).map((other) => other.capabilities);
  const core = new ClientCore({ provider, matrix: factory.capabilities, others, config, clock: settled.clock });
  return new LmClientImpl(core, () => disposables.dispose());
}

/** Makes the provider; where that fails, nothing that was made for it is left open. */
function makeProvider(factory: ProviderFactory, context: ProviderContext, disposables: Disposables): Provider {
  try {
    const provider = factory.create(context);
    disposables.add(() => provider.close?.());
    return provider;
  } catch (error) {
    disposables.dispose().catch(() => {});
    if (isLmError(error)) throw error;
    throw new LmError('plugin_invalid', `Provider "${factory.id}" could not be made; see "cause".`, {
      provider: factory.id,
      cause: error,
    });
  }
}
