/**
 * Returns the address of the repository from `LMUX_REPOSITORY_URL`, such as `https://github.com/owner/name`, or `undefined` if it
 * is not set. A trailing slash or `.git` is removed.
 */
export function repositoryUrl(): string | undefined {
  const url = process.env['LMUX_REPOSITORY_URL']
    ?.trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return url === '' ? undefined : url;
}
