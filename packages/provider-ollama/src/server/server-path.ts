/** What people copy with the address, from the documentation of either API. */
const API_PATH = /(?:\/api|\/v\d+)$/i;

/** Returns the path below which Ollama is, such as `/ollama` behind a proxy: the path of the base URL without `/v1` or `/api`. Mostly empty. */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}
