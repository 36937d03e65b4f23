import type { Provider, ProviderCall } from './provider.js';

/** The methods of a provider that take a planned call. */
type RouteMethods = Omit<Provider, 'close' | 'canonicalModelName' | 'reuseInstance' | 'contextLengthApplies'>;

const METHODS: { readonly [Method in keyof RouteMethods]-?: true } = {
  chat: true,
  chatStream: true,
  complete: true,
  completeStream: true,
  embed: true,
  listModels: true,
  isModelRunning: true,
  loadModel: true,
  unloadModel: true,
  downloadModel: true,
  downloadStatus: true,
  describeModel: true,
  deleteModel: true,
  countTokens: true,
};

/** A method of a route. Its last argument is the call. */
type AnyMethod = (...args: unknown[]) => unknown;

/** The names of the methods that at least one of the routes has. */
type MethodsOf<Routes extends Readonly<Record<string, RouteMethods>>> = Extract<
  { [Route in keyof Routes]: keyof Routes[Route] }[keyof Routes],
  keyof RouteMethods
>;

/** The return type of a method. It may be more specific than the contract's, such as a `PushSource`. */
type ReturnOf<Method> = Method extends (...args: never[]) => infer Returned ? Returned : never;

/** The methods that at least one of the routes has. */
type Dispatched<Routes extends Readonly<Record<string, RouteMethods>>> = {
  [Method in MethodsOf<Routes>]: (
    ...args: Parameters<Required<RouteMethods>[Method]>
  ) => ReturnOf<Extract<Routes[keyof Routes], Readonly<Partial<Record<Method, unknown>>>>[Method]>;
};

/**
 * Returns the methods of a provider with several routes to one server. Each method calls the route that the planner chose, or the first
 * route with the method if that route does not have it.
 *
 * @param routes Methods by the name of their route, with one entry for each route of the matrix.
 * @throws `TypeError` when a method is called for a route that is not in `routes`.
 */
export function dispatchRoutes<const Routes extends Readonly<Record<string, RouteMethods>>>(
  routes: Routes,
): Dispatched<Routes> {
  const dispatched: Record<string, AnyMethod> = {};
  for (const method of Object.keys(METHODS) as (keyof RouteMethods)[]) {
    const able = Object.values(routes).find((route) => route[method] !== undefined);
    if (able === undefined) continue;
    dispatched[method] = (...args) => {
      const { route } = args.at(-1) as ProviderCall;
      const chosen = routes[route];
      if (chosen === undefined) {
        throw new TypeError(`dispatchRoutes() received no route "${route}". Pass one for each route of the matrix.`);
      }
      return ((chosen[method] ?? able[method]) as AnyMethod)(...args);
    };
  }
  return dispatched as unknown as Dispatched<Routes>;
}
