import { expect, test } from 'vitest';
import { FAULT_FORMS, parseFault } from './parse-fault.js';

test.each(Object.values(FAULT_FORMS).map(({ form }) => form))('parses %s as the help shows it', (form) => {
  expect(parseFault(form)).toMatchObject({ kind: expect.any(String), times: Number.POSITIVE_INFINITY });
});

test('a content type may contain any character except an asterisk', () => {
  expect(parseFault('content-type=text/html; charset=x*3')).toMatchObject({ value: 'text/html; charset=x', times: 3 });
});
