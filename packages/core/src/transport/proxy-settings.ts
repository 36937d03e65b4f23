import { LmError } from '../errors/lm-error.js';

/** A problem of a value and the next step, without any part of the value, since it may contain a password. */
type Problem = readonly [received: string, next: string];

function problemOf(value: string): Problem | undefined {
  if (/^\s*socks/i.test(value)) return ['the URL of a SOCKS proxy', 'SOCKS is not supported. Use an HTTP proxy.'];
  if (value.trim() === '') return ['a blank value', 'Unset it, or set the URL of the proxy.'];
  if (/^\s*(?!https?:)[a-z][a-z\d+.-]*:\/\//i.test(value)) return ['a URL with another scheme', 'Use an HTTP proxy.'];
  if (!/^\s*https?:/i.test(value)) return ['a value without http:// or https://', 'Add "http://" in front of it.'];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined)
    return ['a value that is not a valid URL', 'Percent-encode special characters in the user and password.'];
  try {
    decodeURIComponent(url.username + url.password);
    return undefined;
  } catch {
    return ['a URL whose user or password contains an invalid percent sign', 'Write "%" as "%25".'];
  }
}

/**
 * Checks the URL of a proxy.
 *
 * @param what Name of the setting or variable.
 * @throws `config_invalid`, without any part of the URL.
 */
export function checkProxyUrl(value: string, what: string): void {
  const problem = problemOf(value);
  if (problem === undefined) return;
  const [received, next] = problem;
  throw new LmError(
    'config_invalid',
    `${what} must be an http or https URL such as http://proxy:3128; received ${received}. ${next}`,
  );
}

/** Checks the environment variables of proxies that undici uses. An empty one counts as unset and takes precedence over its other spelling. */
export function checkProxyVariables(env: Readonly<Record<string, string | undefined>>): void {
  for (const names of [
    ['http_proxy', 'HTTP_PROXY'],
    ['https_proxy', 'HTTPS_PROXY'],
  ]) {
    const name = names.find((key) => env[key] !== undefined);
    const value = name === undefined ? '' : (env[name] ?? '');
    if (value !== '') checkProxyUrl(value, `The environment variable ${name}`);
  }
}
