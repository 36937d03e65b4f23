import type { ElementsRequest, ObjectRequest } from '@lmux/core/objects';
import { z } from 'zod';

/** What is requested, without the chat. */
type Target = Pick<ObjectRequest, 'schema' | 'elements' | 'choice'> & Pick<ElementsRequest, 'maxElements'>;

/** A schema whose objects are requested from a real server. */
export interface LiveSchema {
  readonly target: Target;
  /** Validates the whole result, apart from the library. */
  readonly result: z.ZodType;
  /** What the model is told. */
  readonly prompts: readonly string[];
}

const Address = z.object({ street: z.string().max(20), city: z.string().max(16), zip: z.int().min(1000).max(99_999) });

const Order = z.object({
  id: z.string().regex(/^[A-Z]{2}-\d{4}$/),
  status: z.enum(['open', 'paid', 'sent']),
  customer: z.object({ name: z.string().min(1).max(20), address: Address }),
  lines: z
    .array(z.object({ product: z.string().max(12), quantity: z.int().min(1).max(20), isGift: z.boolean() }))
    .min(1)
    .max(3),
});

const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.int().min(1).max(99) }),
  z.object({ kind: z.literal('box'), width: z.int().min(1).max(99), height: z.int().min(1).max(99) }),
  z.object({ kind: z.literal('label'), text: z.string().max(16), lines: z.array(z.string().max(8)).max(2) }),
]);

const Message = z.object({ from: z.string().max(12), text: z.string().max(24), isUrgent: z.boolean() });

/** A tree of a limited depth. A small model may never end one without a limit. */
function tree(depth: number): z.ZodType {
  const name = z.string().max(8);
  return depth === 0 ? z.object({ name }) : z.object({ name, children: z.array(tree(depth - 1)).max(2) });
}

function objectOf(schema: z.ZodType, ...prompts: string[]): LiveSchema {
  return { target: { schema }, result: schema, prompts };
}

const MOODS = ['happy', 'sad', 'angry', 'none of these'] as const;

/** Schemas from small to large. Every string and array has a maximum length, without which a small model may never end it. */
export const LIVE_SCHEMAS: Readonly<Record<string, LiveSchema>> = {
  'enum choice': {
    target: { choice: MOODS },
    result: z.enum(MOODS),
    prompts: ['How do you feel today?', 'Which mood is this: "I lost my keys."?', 'Choose a mood.'],
  },
  'flat record with an enum': objectOf(
    z.object({ name: z.string().max(16), color: z.enum(['red', 'green', 'blue']), isNew: z.boolean() }),
    'Describe a car.',
    'Describe your favorite toy as JSON.',
    'A bicycle, please.',
  ),
  'plain union': objectOf(
    z.union([z.object({ error: z.string().max(24) }), z.object({ count: z.int().min(0).max(99) }), z.boolean()]),
    'How many days are in a week?',
    'Divide one by zero.',
    'Is the sky blue?',
  ),
  'discriminated union': objectOf(Shape, 'Draw a circle.', 'Draw a box that is 3 wide.', 'Write a label for a jar.'),
  'optional and nullable fields': objectOf(
    z.object({
      title: z.string().max(16),
      subtitle: z.string().max(16).optional(),
      parent: z.int().min(1).max(999).nullable(),
      tags: z.array(z.string().max(8)).max(3).nullable().optional(),
    }),
    'Describe a page of a website.',
    'A page without a parent.',
    'A page about the sea with tags.',
  ),
  'nested objects with bounded integers': objectOf(
    z.object({
      name: z.string().max(16),
      range: z.object({ hour: z.int().min(0).max(23), year: z.int().min(1900), below: z.int().max(-19) }),
      place: z.object({ address: Address, floor: z.int().gt(-4).lt(101) }),
    }),
    'Describe an event in Paris.',
    'When and where is the party?',
    'Invent a meeting.',
  ),
  elements: {
    target: { elements: Message, maxElements: 3 },
    result: z.array(Message).max(3),
    prompts: ['Write messages to a friend.', 'Write two messages about the weather.', 'Messages of an angry customer.'],
  },
  'tree of depth 3': objectOf(tree(3), 'A family tree.', 'The folders of a computer.', 'The parts of a car as a tree.'),
  'formats and patterns': objectOf(
    z.object({
      id: z.uuid(),
      day: z.iso.date(),
      at: z.iso.time({ precision: 0 }),
      code: z.string().regex(/^[A-Z]{2}-\d{4}$/),
      version: z.string().regex(/^v\d{1,2}(?:\.\d{1,2}){2}$/),
    }),
    'Invent a release of a program.',
    'A flight in 2024.',
    'A parcel that was sent in February.',
  ),
  'order with an array of objects': objectOf(
    Order,
    'An order of two books.',
    'Anna from Berlin orders flowers.',
    'Invent an order.',
  ),
};
