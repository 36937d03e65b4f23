import type { BenchClient } from './bench-client.ts';

/** Functions that load each client, by its name. A process loads only its own client. */
const CLIENTS = {
  floor: async () => (await import('./floor.ts')).makeFloor,
  lmux: async () => (await import('./lmux.ts')).makeLmux,
  'lmux rx': async () => (await import('./lmux.ts')).makeLmuxRx,
  'lmux wire': async () => (await import('./lmux.ts')).makeLmuxWire,
  'lmux native': async () => (await import('./lmux.ts')).makeLmuxNative,
  openai: async () => (await import('./peers.ts')).makeOpenAI,
  'AI SDK': async () => (await import('./peers.ts')).makeAiSdk,
  ollama: async () => (await import('./peers.ts')).makeOllama,
};

export type ClientName = keyof typeof CLIENTS;

export async function makeClient(name: ClientName, origin: string): Promise<BenchClient> {
  return (await CLIENTS[name]())(origin);
}
