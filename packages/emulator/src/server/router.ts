import type { Endpoint, Exchange } from './exchange.js';
import { sendJson } from '../http/send-json.js';

/** Endpoints by `METHOD /path`. */
export type Routes = ReadonlyMap<string, Endpoint>;

/** Runs the endpoint of the request, or answers as LM Studio does when there is none. */
export async function route(routes: Routes, exchange: Exchange): Promise<void> {
  const { method, path } = exchange.record;
  // Express, which LM Studio uses, matches a path with or without one trailing slash.
  const key = `${method} ${path.length > 1 ? path.replace(/\/$/, '') : path}`;
  const endpoint = routes.get(key);
  await (endpoint === undefined ? answerUnknownRoute(exchange) : endpoint(exchange));
}

/** 200 with an error in the body, except under /api/v1: clients that trust the status get this wrong. */
async function answerUnknownRoute({ record, sink }: Exchange): Promise<void> {
  const status = record.path.startsWith('/api/v1/') ? 404 : 200;
  const error = `Unexpected endpoint or method. (${record.method} ${record.path})`;
  await sendJson(sink, status, { error }, { compact: true });
}
