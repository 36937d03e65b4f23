import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import lmux from './check-lmux.cjs';

await lmux.checkLmux(core, provider);
