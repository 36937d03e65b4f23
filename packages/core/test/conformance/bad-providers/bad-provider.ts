import type { Provider, ProviderContext } from '../../../src/provider/index.js';
import type { PushSource, StreamEvent } from '../../../src/provider/streams/index.js';
import type { ConformanceOptions } from '../../../src/testing/index.js';
import { subjectOf } from '../collect-cases.js';
import { GoodProvider } from '../good-provider/good-provider.js';
import { GOOD_PARTS, type ProviderParts } from '../good-provider/provider-parts.js';

/** A provider with one mistake, and the case that must fail because of it. */
export interface BadProvider {
  readonly factory: ConformanceOptions['factory'];
  /** Default: the fixtures of the good provider. */
  readonly fixtures?: ConformanceOptions['fixtures'];
  /** Name of the failing case, without the route. */
  readonly failingCase: string;
  /** Pattern of the failure message. */
  readonly message: RegExp;
  /** True if no other case fails. */
  readonly onlyFailure?: boolean;
}

/** The providers by their mistake, which completes "a provider that ...". */
export type BadProviders = Readonly<Record<string, BadProvider>>;

/** Creates the good provider with some parts replaced. */
export function withParts(change: Partial<ProviderParts>): ConformanceOptions['factory'] {
  return () => subjectOf((context) => new GoodProvider(context, { ...GOOD_PARTS, ...change }));
}

/** Creates the good provider with some methods replaced. */
export function withMethods(
  change: (good: GoodProvider, context: ProviderContext) => Provider,
): ConformanceOptions['factory'] {
  return () =>
    subjectOf((context) => {
      const good = new GoodProvider(context);
      const all = Object.getOwnPropertyNames(GoodProvider.prototype).filter((name) => name !== 'constructor');
      const bound = all.map((name) => [name, (good[name as keyof GoodProvider] as () => unknown).bind(good)]);
      return { ...(Object.fromEntries(bound) as Provider), ...change(good, context) };
    });
}

/** Creates the good provider with the events of its chat streams changed. */
export function withEvents(
  change: (source: PushSource<StreamEvent>) => PushSource<StreamEvent>,
): ConformanceOptions['factory'] {
  return withMethods((good) => ({ chatStream: (request, call) => change(good.chatStream(request, call)) }));
}

/** Replaces each event with any number of events. */
export function mapEvents(
  map: (event: StreamEvent) => StreamEvent[],
): (source: PushSource<StreamEvent>) => PushSource<StreamEvent> {
  return (source) => ({
    subscribe: (observer) =>
      source.subscribe({
        next: (event) => map(event).forEach((each) => observer.next(each)),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      }),
  });
}
