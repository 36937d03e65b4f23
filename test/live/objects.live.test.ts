import { isLmError } from '@lmux/core';
import { explainObject, generateObject, isObjectError } from '@lmux/core/objects';
import { rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
