import { checkEntry } from './check-entry.mjs';

const name = process.argv[2];
await checkEntry(name, (specifier) => import(specifier));
console.log(`checked ${name}`);
