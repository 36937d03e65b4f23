import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { Refusal } from '../http/refusal.js';

/** A host name, an IPv4 address or an IPv6 address in brackets, and optionally a port. */
const HOST = /^(?<name>\[[\da-f:.]+\]|[^\s:@/\\[\]]+)(?::\d{0,5})?$/;

/**
 * Names that public DNS cannot resolve to this machine (RFC 6761, and https://en.wikipedia.org/wiki/.internal). Containers reach the
 * host as `host.docker.internal`.
 */
const LOCAL_NAME = /^localhost$|\.(?:localhost|internal)$/;
/** The maximum length of a host name (RFC 1035). */
const MAX_SHOWN = 253;

/** An absolute-form request target, which clients of a proxy send. */
const ABSOLUTE = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>[^#]*)/i;

/** The parts of a request target. */
interface RequestTarget {
  /** Host and port of an absolute target, undefined for a path. */
  readonly authority: string | undefined;
  /** Path and query. */
  readonly path: string;
}

/** Splits a request target. RFC 9112 (section 3.2.2) requires servers to accept the absolute form. */
export function splitTarget(target: string): RequestTarget {
  const { authority, rest = '' } = ABSOLUTE.exec(target)?.groups ?? {};
  if (authority === undefined) return { authority, path: target };
  return { authority, path: rest.startsWith('/') ? rest : `/${rest}` };
}

/** Returns true for an address of the loopback interface, as `server.address()` reports it. */
export function isLoopback(address: string): boolean {
  return address === '::1' || isLoopbackIPv4(address.replace(/^::ffff:/, ''));
}

/** Returns true for a host name, an address, or `*` for every name. Ports are not compared, so a port is not allowed. */
export function isAllowedHost(text: string): boolean {
  return text === '*' || /^[\w.-]+$/.test(text) || isIPv6(text);
}

/** Returns the reason for refusing a host, with what to do. A host that no option can allow is not shown. */
function refusalFor(host: string): string {
  const name = nameOf(host.toLowerCase())?.replace(/^\[|\]$/g, '') ?? '';
  if (name === '*' || name.length > MAX_SHOWN || !isAllowedHost(name)) {
    return 'The request has an invalid host. Send a host name or an address in the Host header.';
  }
  return `The host "${name}" is not allowed. Start the emulator with --allowed-host ${name}, or add it to "allowedHosts".`;
}

/** Returns the name or address in a host with an optional port, or undefined if it is invalid. */
function nameOf(host: string): string | undefined {
  return HOST.exec(host)?.groups?.['name']?.replace(/\.$/, '');
}

/**
 * The hosts that a request may name. An emulator on the loopback interface is reachable for every web page whose own
 * name resolves to 127.0.0.1 (DNS rebinding), and only the Host header shows it.
 */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>;
  readonly #allowsName: (name: string) => boolean;
  #checks: boolean;

  /** `bound` is the host to listen on. `allowed` contains further names, or `*` for every name. */
  constructor(bound: string, allowed: readonly string[] | undefined, allowsName: (name: string) => boolean) {
    this.#names = new Set([bound, ...(allowed ?? [])].map((name) => name.toLowerCase()));
    this.#allowsName = allowsName;
    this.#checks = allowed !== undefined;
  }

  /** Checks hosts from now on if `address` is a loopback address, or if hosts were given. */
  listen(address: string): void {
    this.#checks = !this.#names.has('*') && (this.#checks || isLoopback(address));
  }

  /** Returns the 403 for a request that names another host, or undefined for any other request. */
  refusalOf(request: IncomingMessage): Refusal | undefined {
    if (!this.#checks) return undefined;
    // Browsers always send the header. Node itself refuses an HTTP/1.1 request without it.
    const named = [request.headers.host, splitTarget(request.url ?? '/').authority];
    const refused = named.find((host) => host !== undefined && !this.#allows(host.toLowerCase()));
    return refused === undefined ? undefined : new Refusal(403, refusalFor(refused));
  }

  #allows(host: string): boolean {
    const name = nameOf(host);
    if (name === undefined) return false;
    const address = name.replace(/^\[|\]$/g, '');
    if (isLoopback(address) || LOCAL_NAME.test(name)) return true;
    return this.#names.has(name) || this.#names.has(address) || this.#allowsName(name);
  }
}

function isLoopbackIPv4(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.');
}
