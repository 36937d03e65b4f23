import * as fc from 'fast-check';

/** Texts of characters in a string: plain ones, escapes, surrogate pairs and halves of them. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abc xyz019{}[],:-.eé€\u2028\u007f'.split('')) },
  { weight: 2, arbitrary: fc.constantFrom('\\n', '\\"', '\\\\', '\\/', '\\b', '\\f', '\\r', '\\t') },
  { weight: 2, arbitrary: fc.constantFrom('\\u0000', '\\u00e9', '\\uD83D', '\\ude00', '\\uD83D\\uDE00', '\\uABCD') },
  { weight: 2, arbitrary: fc.constantFrom('😀', '\uD83D', '\uDE00', '\uD83D\\uDE00', '\\uD83D\uDE00') },
);

const string = fc.array(character, { maxLength: 6 }).map((parts) => `"${parts.join('')}"`);

/** Few keys, so that objects have some of them twice. JavaScript sorts the numbers. */
const key = fc.oneof(
  string,
  fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"constructor"', '""', '"1"', '"0"'),
);

const number = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '1e400',
    '-1e-400',
    '5e-324',
    '123456789012345678901234567890',
    '0.1',
    '1E+2',
    '10',
  ),
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,3})(?:\.\d{1,3})?(?:[eE][+-]?\d{1,2})?$/),
);

const space = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n  ', '\t', '\r\n') },
);

const spaced = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, text, space).map((parts) => parts.join(''));

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    spaced(fc.oneof(string, number, fc.constantFrom('true', 'false', 'null'))),
    spaced(fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`)),
    spaced(
      fc
        .array(fc.tuple(spaced(key), tie('value')), { maxLength: 4 })
        .map((fields) => `{${fields.map((field) => field.join(':')).join(',')}}`),
    ),
  ),
}));

/** JSON texts. */
export const documents: fc.Arbitrary<string> = value;

/** JSON texts with a mistake: a character that was removed, added or replaced. A few of them are still JSON. */
export const brokenDocuments: fc.Arbitrary<string> = fc
  .tuple(value, fc.nat(), fc.nat({ max: 1 }), fc.constantFrom('', ...'{}[]",:0-.e+t\\x\n/\u0000\ufeff'.split('')))
  .map(([text, place, removed, added]) => {
    const index = place % (text.length + 1);
    return text.slice(0, index) + added + text.slice(index + removed);
  });
