import type { Provider, ProviderContext } from '../../src/provider/index.js';
import type { PushSource, StreamEvent } from '../../src/provider/streams/index.js';
import type { ConformanceOptions } from '../../src/testing/index.js';
import { subjectOf } from './collect.js';
import { PIECES, type Pieces } from './good-pieces.js';
import { GoodProvider } from './good-provider.js';

/** Something that providers do wrong, and the test that must see it. */
export interface Mistake {
  readonly factory: ConformanceOptions['factory'];
  /** Default: those of the good provider. */
  readonly fixtures?: ConformanceOptions['fixtures'];
  /** Name of the test, without the route. */
  readonly seenBy: string;
  /** What its failure says. */
  readonly says: RegExp;
  /** Whether no other test sees it. */
  readonly alone?: boolean;
}

/** A good provider but for some of its pieces. */
export function pieces(change: Partial<Pieces>): ConformanceOptions['factory'] {
  return () => subjectOf((context) => new GoodProvider(context, { ...PIECES, ...change }));
}

/** A good provider but for some of its methods. */
export function methods(
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

/** A good provider whose stream of events is changed. */
export function events(
  change: (source: PushSource<StreamEvent>) => PushSource<StreamEvent>,
): ConformanceOptions['factory'] {
  return methods((good) => ({ chatStream: (request, call) => change(good.chatStream(request, call)) }));
}

/** Each event to any number of them. */
export function mapped(
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
