#!/usr/bin/env node
import { existsSync } from 'node:fs';

const command = new URL('../dist/cli.js', import.meta.url);

// This file exists in a clone too, so that npm links the command even before the first build.
if (existsSync(command)) {
  await import(command.href);
} else {
  process.stderr.write('lmux-emulator: The package is not built. Run "npm run build" in the root of the repository.\n');
  process.exitCode = 1;
}
