/** The default address of Ollama. */
const OLLAMA_BASE_URL = 'http://localhost:11434';

const DEFAULT_PORT = '11434';
const SCHEME_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };
const HIGHEST_PORT = 65_535;

/** Splits an address into host and port. An IPv6 host has no brackets. The port is `undefined` if there is none. */
function split(hostPort: string): { host: string; port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(hostPort);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] };
  const parts = hostPort.split(':');
  // More than one colon means an IPv6 address.
  return parts.length === 2 ? { host: parts[0] ?? '', port: parts[1] } : { host: hostPort, port: undefined };
}

function isPort(port: string | undefined): port is string {
  return port !== undefined && /^\d+$/.test(port) && Number(port) <= HIGHEST_PORT;
}

/** Returns the host to connect to. A server that listens on all addresses is reached at the loopback address. */
function connectable(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1';
  if (/^(?:::|(?:0+:){7}0+)$/.test(host)) return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Resolves a value of `OLLAMA_HOST` to a base URL, as Ollama does. Scheme and port may be missing: the default port is 11434, or 80 with
 * `http://` and 443 with `https://`. An invalid port counts as missing. An address that means "listen on all interfaces", such as
 * `0.0.0.0`, resolves to this machine.
 */
export function resolveOllamaHost(value: string | undefined): string {
  const text = (value ?? '')
    .trim()
    // Linear, because a match cannot begin within a run of quotation marks, unless it begins the text.
    .replaceAll(/^["']+|(?<!["'])["']+$/g, '')
    .trim();
  if (text === '') return OLLAMA_BASE_URL;
  if (text === 'ollama.com') return 'https://ollama.com:443';
  const at = text.indexOf('://');
  const scheme = at === -1 ? 'http' : text.slice(0, at).toLowerCase();
  const rest = at === -1 ? text : text.slice(at + '://'.length);
  const slash = rest.indexOf('/');
  const { host, port } = split(slash === -1 ? rest : rest.slice(0, slash));
  const path = slash === -1 ? '' : rest.slice(slash);
  const fallback = at === -1 ? DEFAULT_PORT : (SCHEME_PORTS[scheme] ?? DEFAULT_PORT);
  return `${scheme}://${connectable(host)}:${isPort(port) ? port : fallback}${path}`;
}
