/** A segment of a path that names a version of an API: `v1`, `v1beta`, `v2`. */
const VERSION = /^v\d+(?:\.\d+)?(?:[a-z]+\d*)?$/i;

/** What most servers have before their routes. */
const DEFAULT_PATH = '/v1';

/**
 * Where the API's routes begin: the base URL with `/v1` behind it, unless a version stands in its path already. An `apiPath`
 * stands in place of `/v1`, whatever the path has; an empty one adds nothing. What is no URL comes back as it is: it is refused
 * where it is used.
 */
export function resolveApiRoot(baseUrl: string, apiPath?: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, '');
  const versioned = path.split('/').some((segment) => VERSION.test(segment));
  const suffix = apiPath === undefined ? (versioned ? '' : DEFAULT_PATH) : normalised(apiPath);
  url.pathname = path.endsWith(suffix) ? path : path + suffix;
  // An empty path is written as "/".
  return url.href.replace(/^([^?#]*?)\/+(?=[?#]|$)/, '$1');
}

function normalised(apiPath: string): string {
  const bare = apiPath.replaceAll(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `/${bare}`;
}
