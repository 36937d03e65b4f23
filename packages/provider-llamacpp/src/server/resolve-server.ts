/** Where llama-server listens unless it is told otherwise. */
export const LLAMACPP_BASE_URL = 'http://localhost:8080';

/**
 * Where a server's routes begin, those of OpenAI's format (`/v1/...`) and its own: the base URL without `/v1` and without slashes at its
 * end. What is no URL comes back as it is: it is refused where it is used.
 */
export function resolveServer(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.pathname = withoutSlashes(withoutSlashes(url.pathname).replace(/\/v1$/i, ''));
  return url.href;
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
