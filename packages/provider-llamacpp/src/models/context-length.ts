import { readPositive } from '@lmux/core/provider/json';
import type { LlamaCppModel } from './wire.js';

/** Returns the number that follows one of the options of a command line. */
function optionOf(args: readonly unknown[], ...names: readonly string[]): number | undefined {
  const at = args.findLastIndex((arg) => typeof arg === 'string' && names.includes(arg));
  return at === -1 ? undefined : readPositive(Number(args[at + 1]));
}

/**
 * Computes the context length of one slot from the command line of a router's model. `--ctx-size` is the total of all slots
 * (ggml-org/llama.cpp pull request 17767), unless they share it (`--kv-unified`). Without both options, the server chooses the number of
 * slots, so the length is not known.
 */
function contextOfArgs(args: readonly unknown[]): number | undefined {
  const total = optionOf(args, '--ctx-size', '-c');
  const slots = optionOf(args, '--parallel', '-np');
  if (total === undefined || slots === undefined) return undefined;
  const isShared = args.some((arg) => arg === '--kv-unified' || arg === '-kvu');
  return isShared ? total : Math.floor(total / slots);
}

/**
 * Returns the context length in tokens that one request has. `meta.n_ctx` is the length of one slot: a server with `--ctx-size 8192` and
 * `--parallel 4` reports 2048 (b11434). Older builds do not report it.
 */
export function contextLengthOf({ meta, status }: LlamaCppModel): number | undefined {
  const args: unknown = status?.args;
  return readPositive(meta?.n_ctx) ?? (Array.isArray(args) ? contextOfArgs(args) : undefined);
}
