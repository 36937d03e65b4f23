import type { Endpoint, Exchange } from './exchange.js';
import { sendJson } from '../http/send-json.js';

/** Endpoints by `METHOD /path`; a last segment `:id` stands for any text. */
export type Routes = ReadonlyMap<string, Endpoint>;

/** What routing depends on. */
interface Router {
  readonly routes: Routes;
  readonly nativeApi: boolean;
}

/** Runs the endpoint of the request, or answers as LM Studio does when there is none. */
export async function route({ routes, nativeApi }: Router, exchange: Exchange): Promise<void> {
  const { method, path } = exchange.record;
  // Express, which LM Studio uses, matches a path with or without one trailing slash.
  const key = `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`;
  const endpoint = routes.get(key) ?? routes.get(key.replace(/[^/]+$/, ':id'));
  await (endpoint === undefined ? answerUnknownRoute(exchange, nativeApi) : endpoint(exchange));
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

/** 200 with an error in the body, except under /api/v1: clients that trust the status get this wrong. */
async function answerUnknownRoute({ record, sink }: Exchange, nativeApi: boolean): Promise<void> {
  // Before 0.4 there was no /api/v1, so that everything under it was an unknown route like any other.
  const status = nativeApi && record.path.startsWith('/api/v1/') ? 404 : 200;
  const error = `Unexpected endpoint or method. (${record.method} ${record.path})`;
  await sendJson(sink, status, { error }, { compact: true });
}
