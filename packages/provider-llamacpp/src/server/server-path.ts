/** Returns the path below which all routes of a server are, those of OpenAI's format (`/v1/...`) and its own: the path of the base URL without `/v1`. */
export function serverPath(path: string): string {
  return path.replace(/\/v1$/i, '');
}
