import type { Endpoint, Exchange } from './exchange.js';

/** Endpoints by `METHOD /path`; a last segment `:id` stands for any text. */
export type Routes = ReadonlyMap<string, Endpoint>;

/** One entry of {@link Routes}. */
export type Route = readonly [key: string, endpoint: Endpoint];

/** What routing depends on. */
interface Router {
  readonly routes: Routes;
  readonly unknownRoute: Endpoint;
}

/** Runs the endpoint of the request, or the one for unknown routes. */
export async function route({ routes, unknownRoute }: Router, exchange: Exchange): Promise<void> {
  const { method, path } = exchange.record;
  // Express matches a path with or without one trailing slash.
  const key = `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`;
  const endpoint = routes.get(key) ?? routes.get(key.replace(/[^/]+$/, ':id'));
  await (endpoint ?? unknownRoute)(exchange);
}

/** The last segment of the path, where the route has `:id`. */
export function idOf({ record }: Exchange): string {
  const segment = /([^/]+)\/?$/.exec(record.path)?.[1] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
