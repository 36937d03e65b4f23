import { cpus } from 'node:os';

/** What the numbers were measured on. */
export function describeMachine(): { node: string; cpus: string; date: string } {
  const [cpu] = cpus();
  return {
    node: process.version,
    cpus: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`,
    date: new Date().toISOString().slice(0, 10),
  };
}
