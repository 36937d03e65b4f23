const { checkLmux } = require('./check-lmux.cjs');

checkLmux(require('@lmux/core'), require('@lmux/provider-lmstudio')).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
