/** Asks a stream for its usage, unless the request says something about that itself. */
export function askForUsage<Request extends { stream_options?: unknown }>(request: Request): Request {
  return 'stream_options' in request ? request : { ...request, stream_options: { include_usage: true } };
}
