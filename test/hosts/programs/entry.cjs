const { checkEntry } = require('./check-entry.cjs');

const name = process.argv[2];
// An unhandled rejection ends the process with an error.
void checkEntry(name, require).then(() => console.log(`checked ${name}`));
