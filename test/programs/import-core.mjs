// Prints the built-in modules and the files of the package that an import of @lmux/core loads.
import { registerHooks } from 'node:module';

const files = [];
registerHooks({
  load(url, context, nextLoad) {
    if (url.includes('/core/dist/')) files.push(url.split('/core/dist/')[1]);
    return nextLoad(url, context);
  },
});
const before = new Set(process.moduleLoadList);
await import('@lmux/core');
const builtins = process.moduleLoadList.filter((name) => !before.has(name));
console.log(JSON.stringify({ files: files.length, builtins }));
