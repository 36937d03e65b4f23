import type { CapabilityMatrix, Operation } from '../../../contract/capability.js';
import type { EventObserver } from '../../../contract/streams.js';
import type { Warning } from '../../../contract/warning.js';
import { isLmError } from '../../../errors/guards.js';
import { METHODS } from '../../../provider/define-provider.js';
import type { Binding } from '../../../provider/container.js';
import type { EventSourceLike, Provider, ProviderCall } from '../../../provider/provider.js';
import type { ProviderFactory } from '../../../provider/provider-factory.js';
import type { ProviderPlugin } from '../../../provider/provider-plugin.js';
import { PROVIDER_FACTORY } from '../../../provider/tokens.js';
import type { PushSource } from '../../../stream/push-source.js';
import { toPushSource } from '../../../stream/to-push-source.js';
import { shown } from '../checks/assert.js';

interface AnyEvent {
  readonly type: string;
}

/** A call of a provider method: its arguments, and their JSON at the start of the call. */
interface RecordedCall {
  readonly method: string;
  readonly request: unknown;
  readonly before: string;
}

/**
 * Wraps the provider and records what the client hides from the application: events after `finish`, changes to a
 * request, and errors that are not an `LmError`.
 */
export class ProviderSpy {
  /** Violations of the provider contract, one clause each. */
  readonly faults: string[] = [];
  /** The provider itself. It is `undefined` until it is created, and if the factory returns a client. */
  provider: Provider | undefined;
  capabilities: CapabilityMatrix | undefined;
  /** The operation whose method was called last. */
  operation: Operation | undefined;
  /** Warnings that are added to every call, because few plans have a warning of their own. */
  warnings: readonly Warning[] = [];
  readonly #calls: RecordedCall[] = [];

  /** Wraps a plugin. Changes only the binding of its provider factory. */
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

  /** Returns the calls whose request the provider changed, one sentence each. */
  changed(): string[] {
    return this.#calls
      .filter(({ request, before }) => JSON.stringify(request) !== before)
      .map(({ method, request, before }) => `${method}() changed its request from ${before} to ${shown(request)}.`);
  }

  /**
   * Wraps the binding of a provider factory. A value that is not a factory passes through unchanged, and the client
   * rejects it.
   */
  #binding(binding: Binding): Binding {
    const wrap = (bound: unknown): unknown => bound && this.#factory(bound as ProviderFactory);
    if ('useValue' in binding) return { useValue: wrap(binding.useValue) };
    return { useFactory: (container) => wrap(binding.useFactory(container)) };
  }

  #factory(factory: ProviderFactory): ProviderFactory {
    return {
      ...factory,
      create: (context) => {
        const provider = factory.create(context);
        this.provider = provider;
        this.capabilities = factory.capabilities;
        return this.#wrap(provider);
      },
    };
  }

  #wrap(provider: Provider): Provider {
    const wrapped: Record<string, unknown> = { close: () => provider.close?.() };
    for (const capability of Object.keys(METHODS) as Operation[]) {
      const name = METHODS[capability];
      const method = provider[name]?.bind(provider) as ((...args: unknown[]) => unknown) | undefined;
      if (method === undefined) continue;
      const streams = capability.endsWith('.stream');
      wrapped[name] = (...args: unknown[]) => {
        const request = args.slice(0, -1);
        this.operation = capability;
        this.#calls.push({ method: name, request, before: JSON.stringify(request) });
        const call = args.at(-1) as ProviderCall;
        const result = method(...request, { ...call, warnings: [...call.warnings, ...this.warnings] });
        return streams
          ? this.#source(name, result as EventSourceLike<AnyEvent>)
          : this.#result(name, result as Promise<unknown>);
      };
    }
    return wrapped;
  }

  async #result(method: string, result: Promise<unknown>): Promise<unknown> {
    try {
      return await result;
    } catch (error) {
      this.#onError(method, error);
      throw error;
    }
  }

  #source(method: string, source: EventSourceLike<AnyEvent>): PushSource<AnyEvent> {
    const pushed = 'subscribe' in source ? source : toPushSource(source);
    return { subscribe: (observer) => pushed.subscribe(new SpyObserver(observer, method, this.faults, this.#onError)) };
  }

  readonly #onError = (method: string, error: unknown): void => {
    if (!isLmError(error)) this.faults.push(`${method}() failed with an error that is not an LmError: ${shown(error)}`);
  };
}

/** Checks one stream of the provider and passes it on. */
class SpyObserver implements EventObserver<AnyEvent> {
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
    const after = this.#ended ?? (this.#finished ? 'its finish event' : undefined);
    if (after !== undefined) this.#fault(`emits "${event.type}" after ${after}`);
    this.#finished ||= event.type === 'finish';
    this.#observer.next(event);
  }

  error(error: unknown): void {
    if (this.#ended !== undefined) this.#fault(`fails after ${this.#ended}`);
    this.#ended ??= 'its error';
    this.#onError(this.#method, error);
    this.#observer.error(error);
  }

  complete(): void {
    if (this.#ended !== undefined) this.#fault(`completes after ${this.#ended}`);
    else if (!this.#finished) this.#fault('completes without its finish event');
    this.#ended ??= 'its end';
    this.#observer.complete();
  }

  #fault(what: string): void {
    this.#faults.push(`${this.#method}() ${what}`);
  }
}
