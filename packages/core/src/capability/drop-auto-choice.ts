/** Returns a request without the tool choice `auto`, for a route without a field for the choice. Such a route does what `auto` says. */
export function dropAutoChoice<Request extends object>(request: Request): Request {
  return 'toolChoice' in request && request.toolChoice === 'auto' ? { ...request, toolChoice: undefined } : request;
}
