import { describe, expect, test } from 'vitest';
import { areAllAccepted, haveAcceptedNames, isAccepted } from '../scripts/measure-tools/accepted-arguments.ts';
import { toJsonSchema } from '../scripts/measure-tools/python-schema.ts';

test.each<[unknown, unknown]>([
  [{ type: 'dict' }, { type: 'object' }],
  [
    { type: 'float', description: 'a' },
    { type: 'number', description: 'a' },
  ],
  [
    { type: 'tuple', items: { type: 'float' } },
    { type: 'array', items: { type: 'number' } },
  ],
  [{ type: 'any', optional: true, format: 'date' }, {}],
  [
    { type: 'string', enum: ['a'], default: 'a' },
    { type: 'string', enum: ['a'], default: 'a' },
  ],
  [undefined, {}],
  [
    {
      type: 'dict',
      properties: { type: { type: 'list', items: { type: 'dict', properties: {} } } },
      required: ['type'],
    },
    {
      type: 'object',
      properties: { type: { type: 'array', items: { type: 'object', properties: {} } } },
      required: ['type'],
    },
  ],
])('the JSON Schema of %j is %j', (type, schema) => expect(toJsonSchema(type)).toEqual(schema));

const accepted = {
  city: ['Paris', 'Paris, France'],
  days: [3],
  unit: ['celsius', ''],
  tags: [['a', 'b'], ''],
  range: [{ min: [1], max: [2, ''] }, ''],
};

describe('arguments', () => {
  test.each<[boolean, unknown]>([
    [true, { city: 'Paris', days: 3 }],
    [true, { city: 'paris france', days: 3, unit: 'Celsius' }],
    [true, { city: 'Paris', days: 3, tags: ['A', 'b'], range: { min: 1 } }],
    [false, { city: 'Rome', days: 3 }],
    [false, { city: 'Paris' }],
    [false, { city: 'Paris', days: '3' }],
    [false, { city: 'Paris', days: 3, more: 1 }],
    [false, { city: 'Paris', days: 3, tags: ['b', 'a'] }],
    [false, { city: 'Paris', days: 3, tags: ['a'] }],
    [false, { city: 'Paris', days: 3, range: { max: 2 } }],
    [false, { city: 'Paris', days: 3, toString: 1 }],
    [false, undefined],
  ])('are accepted: %s for %j', (isRight, input) => {
    expect(isAccepted({ name: 'a.b', input }, { 'a.b': accepted })).toBe(isRight);
    expect(isAccepted({ name: 'a_b', input }, { 'a.b': accepted })).toBe(false);
  });

  test('of several calls are accepted in any order, and each once', () => {
    const either = { f: { x: [1, 2] } };
    const one = { f: { x: [1] } };
    const call = (x: number) => ({ name: 'f', input: { x } });
    expect(areAllAccepted([call(1), call(2)], [either, one])).toBe(true);
    expect(areAllAccepted([call(2), call(1)], [either, one])).toBe(true);
    expect(areAllAccepted([call(2), call(2)], [either, one])).toBe(false);
    expect(areAllAccepted([call(1)], [either, one])).toBe(false);
    expect(areAllAccepted([call(1), call(2), call(1)], [either, one])).toBe(false);
  });

  test('do not count for the names of calls', () => {
    const named = (...names: string[]) => names.map((name) => ({ name, input: {} }));
    expect(haveAcceptedNames(named('b', 'a', 'a'), [{ a: {} }, { b: {} }, { a: {} }])).toBe(true);
    expect(haveAcceptedNames(named('b', 'a', 'b'), [{ a: {} }, { b: {} }, { a: {} }])).toBe(false);
    expect(haveAcceptedNames(named('a'), [{ a: {} }, { a: {} }])).toBe(false);
  });
});
