import type { LmClient } from '../contract/lm-client.js';
import type { CheckedConfig } from '../validate/check-config.js';
import type { ClientEmulation } from './client-emulation.js';
import { ClientCore } from './client-core.js';
import { LmClientImpl } from './lm-client-impl.js';
import { toolEmulation } from '#platform';
import { parseBaseUrl } from '../http/base-url.js';
import { insecureServerOf } from '../http/insecure-key.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { Provider } from '../provider/provider.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import { TOOL_EMULATION } from '../provider/tokens.js';
import { Disposables } from '../di/disposables.js';
import type { LmuxContainer } from '../di/lmux-container.js';
import { bindValues, settleValues } from '../di/settle-values.js';
import { ignorePromise } from '../di/ignore-promise.js';

/** The checked parts that a client is composed from. */
export interface ClientComposition {
  readonly lmux: LmuxContainer;
  readonly factory: ProviderFactory;
  readonly checked: CheckedConfig;
}

/**
 * Composes a client: determines its values, binds them in its own container, and creates its provider. If a step fails, everything that was
 * created is closed.
 */
export function composeClient(composition: ClientComposition): LmClient {
  const disposables = new Disposables();
  try {
    return compose(composition, disposables);
  } catch (error) {
    disposables.dispose().catch(() => {});
    if (isLmError(error)) throw error;
    const { id } = composition.factory;
    throw new LmError('plugin_invalid', `Provider "${id}" could not be created. The reason is in "cause".`, {
      provider: id,
      cause: error,
    });
  }
}

function compose({ lmux, factory, checked }: ClientComposition, disposables: Disposables): LmClient {
  const { config, baseUrl } = checked;
  const values = settleValues(lmux, config, disposables);
  const container = lmux.createChildContainer();
  bindValues(container, values);
  const isBound = container.isRegistered(TOOL_EMULATION, true);
  // The type of the platform's is hidden, because the declarations of the package would otherwise contain those of the client.
  const emulation = (isBound ? container.resolve(TOOL_EMULATION) : toolEmulation) as ClientEmulation | undefined;
  const provider = makeProvider(factory, { config, baseUrl, container, ...values });
  disposables.add(() => provider.close?.());

  const others = lmux.factories.filter((other) => other !== factory).map((other) => other.capabilities);
  const { clock, logger, generateId } = values;
  const fallback = factory.defaultBaseUrl?.();
  const address = baseUrl ?? (fallback === undefined ? undefined : parseBaseUrl(fallback));
  const insecure = address && insecureServerOf(address, config);
  const core = new ClientCore({
    emulation,
    provider,
    matrix: factory.capabilities,
    others,
    config,
    clock,
    logger,
    generateId,
    insecure,
  });
  return new LmClientImpl(core, () => disposables.dispose(), emulation);
}

function makeProvider(factory: ProviderFactory, context: ProviderContext): Provider {
  const provider: unknown = factory.create(context);
  if (typeof provider === 'object' && provider !== null && !ignorePromise(provider)) return provider;
  throw new LmError(
    'plugin_invalid',
    `create() of provider "${factory.id}" must return a provider synchronously. It returned a promise or a value that is not an object.`,
    { provider: factory.id },
  );
}
