import * as core from '@lmux/core';
import * as provider from '@lmux/provider-lmstudio';
import { checkLmux } from '../check-lmux.cjs';

test('lmux works', () => checkLmux(core, provider));
