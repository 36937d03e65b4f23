import type { Emulator } from '@lmux/emulator';

/** Throws unless all requests that an emulator has received have the `user-agent` of lmux. */
export function checkUserAgent({ requests }: Emulator): void {
  const agents = [...new Set(requests.map(({ headers }) => headers['user-agent'] ?? 'none'))];
  if (agents.length === 0 || !agents.every((agent) => agent.startsWith('lmux/')))
    throw new Error(`Every request must have the user-agent of lmux; received ${agents.join(', ')}.`);
}
