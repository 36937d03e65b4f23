/** A segment of a path that names a version of an API: `v1`, `v1beta`, `v2`. */
const VERSION = /^v\d+(?:\.\d+)?(?:[a-z]+\d*)?$/i;

/** What most servers have before their routes. */
const DEFAULT_PATH = '/v1';

/**
 * Returns the path where the routes of an API begin: the path of the base URL with `/v1` behind it, unless a version is in it already. An
 * `apiPath` takes the place of `/v1`, whatever the path holds. An empty one adds nothing.
 */
export function apiRootPath(path: string, apiPath?: string): string {
  const versioned = path.split('/').some((segment) => VERSION.test(segment));
  const suffix = apiPath === undefined ? (versioned ? '' : DEFAULT_PATH) : normalized(apiPath);
  return path.endsWith(suffix) ? path : path + suffix;
}

function normalized(apiPath: string): string {
  const bare = apiPath.replaceAll(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `/${bare}`;
}
