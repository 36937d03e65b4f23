/** A server's base URL, taken apart. */
export interface ServerAddress {
  /** The URL without its path. */
  readonly base: string;
  /** The path below which Ollama is, such as `/ollama` behind a proxy; mostly empty. */
  readonly prefix: string;
}

/** What people copy behind the address, from one API's documentation or the other's. */
const API_PATH = /(?:\/api|\/v\d+)$/i;

/**
 * Where a server is: with or without `/v1` or `/api`, with or without slashes at the end. What is no URL comes back as it is: it is
 * refused where it is used.
 */
export function resolveServer(baseUrl: string): ServerAddress {
  if (!URL.canParse(baseUrl)) return { base: baseUrl, prefix: '' };
  const url = new URL(baseUrl);
  const prefix = withoutSlashes(withoutSlashes(url.pathname).replace(API_PATH, ''));
  url.pathname = '';
  return { base: url.href, prefix };
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
