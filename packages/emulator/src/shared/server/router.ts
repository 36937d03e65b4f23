import type { Endpoint, Exchange } from './exchange.js';

/** Endpoints by `METHOD /path`. A last segment `:id` matches any text. */
export type Routes = ReadonlyMap<string, Endpoint>;

/** One entry of {@link Routes}. */
export type Route = readonly [key: string, endpoint: Endpoint];

/** The endpoints of a server. */
interface Router {
  readonly routes: Routes;
  readonly unknownRoute: Endpoint;
}

/** Runs the endpoint of a request, or the one for unknown routes. */
export async function route({ routes, unknownRoute }: Router, exchange: Exchange): Promise<void> {
  const { method, path } = exchange.record;
  // Express matches a path with or without one trailing slash.
  const key = `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`;
  const endpoint = routes.get(key) ?? routes.get(key.replace(/[^/]+$/, ':id'));
  await (endpoint ?? unknownRoute)(exchange);
}

/** Returns the last segment of the path, which matches `:id` of the route. */
export function idOf({ record }: Exchange): string {
  const segment = /([^/]+)\/?$/.exec(record.path)?.[1] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
