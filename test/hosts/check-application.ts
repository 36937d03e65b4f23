import { startEmulator } from '@lmux/emulator';
import { checkUserAgent } from './check-user-agent.ts';
import type { CheckResult } from './host.ts';
import { runProgram } from './run-program.ts';

/** A program that makes a chat, leaves a stream early, chats again, makes an embedding and handles an error, and then prints "checked lmux". */
export interface ApplicationProgram {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Runs a program with an emulator of its own, whose address is in `LM_BASE_URL`. Checks that the server saw the end of the early stream, and the `user-agent`. */
export async function checkApplication({ title, command, args, cwd }: ApplicationProgram): Promise<CheckResult> {
  // Slow enough for the client to leave the stream early. The chat after it waits until the model is free: if the stream were not canceled, it
  // would be completed first.
  await using emulator = await startEmulator({ delayMs: 10, parallel: 1 });
  const { succeeded, stdout, stderr } = await runProgram(command, args, cwd, { env: { LM_BASE_URL: emulator.url } });
  if (!succeeded || !`${stdout}${stderr}`.includes('checked lmux'))
    return { title, error: `${stdout}${stderr}` || 'The program ended before the check.' };
  try {
    checkUserAgent(emulator);
  } catch (error) {
    return { title, error: String(error) };
  }
  const outcomes = await Promise.all(emulator.requests.map(({ ended }) => ended));
  if (outcomes.includes('client-disconnected')) return { title };
  return { title, error: `The stream that was left early must close its connection; received ${outcomes.join()}.` };
}
