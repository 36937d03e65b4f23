import { expect, test } from 'vitest';
import { joinContent } from './join-content.js';

const image = { type: 'image', image: 'data:image/png;base64,AAAA' } as const;
const text = (of: string) => ({ type: 'text', text: of }) as const;

test.each([
  ['a', 'b', 'a\n\nb'],
  ['a', [image], [text('a'), image]],
  [[image], 'b', [image, text('b')]],
  [[text('a')], [image], [text('a'), image]],
] as const)('joins %j and %j', (first, second, expected) => expect(joinContent(first, second)).toEqual(expected));
