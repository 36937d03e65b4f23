import { expect, test } from 'vitest';
import { FAULT_FORMS, parseFault } from './parse-fault.js';
import { UsageError } from './usage-error.js';

const forms = Object.values(FAULT_FORMS).flatMap(({ form, others = [] }) => [form, ...others]);

test.each(forms)('parses %s as the help shows it', (form) => {
  expect(parseFault(form)).toMatchObject({ kind: expect.any(String), times: Number.POSITIVE_INFINITY });
});

test('a content type may contain any character except an asterisk', () => {
  expect(parseFault('content-type=text/html; charset=x*3')).toMatchObject({ value: 'text/html; charset=x', times: 3 });
});

test.each(['reset', 'stall', 'truncate'])('%s=finish takes effect after the finish reason', (kind) => {
  const method = 'POST';
  expect(parseFault(`${kind}=finish*2`)).toEqual({ kind, afterFinish: true, method, times: 2 });
});

test.each(['malformed=finish', 'delay=finish', 'error-event=finish'])('rejects %s', (text) => {
  expect(() => parseFault(text)).toThrow(UsageError);
});

test.each(Object.entries(FAULT_FORMS).filter(([, { form }]) => form.includes('=')))(
  'the error of an invalid %s names all its forms',
  (name, { form, others = [] }) => {
    // These accept any text.
    const value = ['content-type', 'drop-event', 'repeat-event'].includes(name) ? '' : '=x';
    expect(() => parseFault(`${name}${value}`)).toThrow(
      `has a missing or invalid value. ${others.length > 0 ? 'Examples' : 'Example'}: --fault ${[form, ...others].join(', --fault ')}`,
    );
  },
);
