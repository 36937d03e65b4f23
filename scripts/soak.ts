// Runs the soak test of streams (soak-streams.ts), or with `--hostile` the floods of hostile servers (soak-hostile/run.ts). Both use the built
// packages, as an application does: `npm run soak [-- --hostile]`.
import { argv } from 'node:process';

if (argv.includes('--hostile')) await import('./soak-hostile/run.ts');
else await import('./soak-streams.ts');
