/** What people copy with the address, from the documentation of either API. */
const API_PATH = /(?:\/api\/v\d+|\/v\d+)$/i;

/** Returns the path below which LM Studio is, such as `/lmstudio` behind a proxy: the path of the base URL without `/v1` or `/api/v1`. Mostly empty. */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}
