import type { Capability, CapabilityMatrix } from '../../contract/capability.js';
import type { EventObserver } from '../../contract/streams.js';
import type { Warning } from '../../contract/warning.js';
import { isLmError } from '../../errors/guards.js';
import { METHODS } from '../../provider/define-provider.js';
import type { Binding } from '../../provider/container.js';
import type { EventSourceLike, Provider, ProviderCall } from '../../provider/provider.js';
import type { ProviderFactory } from '../../provider/provider-factory.js';
import type { ProviderPlugin } from '../../provider/provider-plugin.js';
import { PROVIDER_FACTORY } from '../../provider/tokens.js';
import type { PushSource } from '../../stream/push-source.js';
import { toPushSource } from '../../stream/to-push-source.js';
import { shown } from './assert.js';

interface AnyEvent {
  readonly type: string;
}

/** A call as it began: what the provider was given, and how that read then. */
interface Begun {
  readonly method: string;
  readonly given: unknown;
  readonly before: string;
}

/**
 * Stands between the client and the provider and keeps what the client would hide from its user: what comes behind `finish`, a
 * request that was changed, an error that is none of ours.
 */
export class Tap {
  /** What the provider did against the rules, one sentence each. */
  readonly faults: string[] = [];
  /** The provider itself, once it is made. */
  provider: Provider | undefined;
  capabilities: CapabilityMatrix | undefined;
  /** What the planner is made to warn of in every call: few plans have something to warn of. */
  warnings: readonly Warning[] = [];
  readonly #begun: Begun[] = [];

  /** The plugin, tapped. What it binds besides its factory is left alone. */
  plugin(plugin: ProviderPlugin): ProviderPlugin {
    return {
      ...plugin,
      register: (container) =>
        plugin.register({
          isRegistered: (token, recursive) => container.isRegistered(token, recursive),
          resolve: (token) => container.resolve(token),
          resolveAll: (token) => container.resolveAll(token),
          createChildContainer: () => container.createChildContainer(),
          register: (token, binding) =>
            container.register(token, token === PROVIDER_FACTORY ? this.#binding(binding) : binding),
        }),
    };
  }

  /** Calls whose request is not what it was. */
  changed(): string[] {
    return this.#begun
      .filter(({ given, before }) => JSON.stringify(given) !== before)
      .map(({ method, given, before }) => `${method}() changed its request from ${before} to ${shown(given)}`);
  }

  /** The binding of a provider factory, tapped. The client refuses what is not a factory. */
  #binding(binding: Binding): Binding {
    const tapped = (bound: unknown): unknown => bound && this.#factory(bound as ProviderFactory);
    if ('useValue' in binding) return { useValue: tapped(binding.useValue) };
    return { useFactory: (container) => tapped(binding.useFactory(container)) };
  }

  #factory(factory: ProviderFactory): ProviderFactory {
    return {
      ...factory,
      create: (context) => {
        const provider = factory.create(context);
        this.provider = provider;
        this.capabilities = factory.capabilities;
        return this.#tapped(provider);
      },
    };
  }

  #tapped(provider: Provider): Provider {
    const tapped: Record<string, unknown> = { close: () => provider.close?.() };
    for (const capability of Object.keys(METHODS) as Capability[]) {
      const name = METHODS[capability];
      const method = provider[name]?.bind(provider) as ((...args: unknown[]) => unknown) | undefined;
      if (method === undefined) continue;
      const streams = capability.endsWith('.stream');
      tapped[name] = (...args: unknown[]) => {
        const given = args.slice(0, -1);
        this.#begun.push({ method: name, given, before: JSON.stringify(given) });
        const call = args.at(-1) as ProviderCall;
        const result = method(...given, { ...call, warnings: [...call.warnings, ...this.warnings] });
        return streams
          ? this.#source(name, result as EventSourceLike<AnyEvent>)
          : this.#answer(name, result as Promise<unknown>);
      };
    }
    return tapped;
  }

  async #answer(method: string, answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      this.#onError(method, error);
      throw error;
    }
  }

  #source(method: string, source: EventSourceLike<AnyEvent>): PushSource<AnyEvent> {
    const pushed = toPushSource(source);
    return { subscribe: (observer) => pushed.subscribe(new Watch(observer, method, this.faults, this.#onError)) };
  }

  readonly #onError = (method: string, error: unknown): void => {
    if (!isLmError(error)) this.faults.push(`${method}() failed with something that is no LmError: ${shown(error)}`);
  };
}

/** Watches one stream as it comes out of the provider. */
class Watch implements EventObserver<AnyEvent> {
  readonly #observer: EventObserver<AnyEvent>;
  readonly #method: string;
  readonly #faults: string[];
  readonly #onError: (method: string, error: unknown) => void;
  #finished = false;
  #ended: string | undefined;

  constructor(
    observer: EventObserver<AnyEvent>,
    method: string,
    faults: string[],
    onError: (method: string, error: unknown) => void,
  ) {
    this.#observer = observer;
    this.#method = method;
    this.#faults = faults;
    this.#onError = onError;
  }

  next(event: AnyEvent): void {
    const behind = this.#ended ?? (this.#finished ? 'its finish event' : undefined);
    if (behind !== undefined) this.#fault(`gives "${event.type}" behind ${behind}`);
    this.#finished ||= event.type === 'finish';
    this.#observer.next(event);
  }

  error(error: unknown): void {
    if (this.#ended !== undefined) this.#fault(`fails behind ${this.#ended}`);
    this.#ended ??= 'its error';
    this.#onError(this.#method, error);
    this.#observer.error(error);
  }

  complete(): void {
    if (this.#ended !== undefined) this.#fault(`completes behind ${this.#ended}`);
    else if (!this.#finished) this.#fault('completes without its finish event');
    this.#ended ??= 'its end';
    this.#observer.complete();
  }

  #fault(what: string): void {
    this.#faults.push(`${this.#method}() ${what}`);
  }
}
