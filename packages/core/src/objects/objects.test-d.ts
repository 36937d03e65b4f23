import { describe, expectTypeOf, test } from 'vitest';
import { isObjectError, PartialJsonParser, type JsonPath, type ObjectError } from './index.js';

describe('PartialJsonParser', () => {
  test('has a value of an unknown type', () => {
    const parser = new PartialJsonParser();
    expectTypeOf(parser.value).toBeUnknown();
    expectTypeOf(parser.end()).toBeUnknown();
    expectTypeOf(parser.endPosition).toEqualTypeOf<number | undefined>();
    // @ts-expect-error -- the value is read only
    parser.value = {};
    // @ts-expect-error -- bytes must be decoded first
    parser.write(new Uint8Array());
  });

  test('infers the parameters of its callbacks', () => {
    const parser = new PartialJsonParser({
      maxDepth: undefined,
      onStringDelta: (delta, path) => {
        expectTypeOf(delta).toBeString();
        expectTypeOf(path).toEqualTypeOf<JsonPath>();
      },
      onValueEnd: (value) => expectTypeOf(value).toBeUnknown(),
    });
    expectTypeOf(parser.isComplete).toBeBoolean();
  });
});

test('an error is narrowed by its guard', () => {
  const caught: unknown = undefined;
  if (!isObjectError(caught)) return;
  expectTypeOf(caught).toEqualTypeOf<ObjectError>();
  expectTypeOf(caught.position).toEqualTypeOf<number | undefined>();
});
