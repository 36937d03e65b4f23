import { expect, test } from 'vitest';
import type { LlamaCppProps } from '../server/wire.js';
import { readProps } from './read-props.js';

/** The capabilities of a chat template, as b11434 reports them. */
const caps = (shows: boolean, prints: boolean, more: object = {}) => ({
  chat_template_caps: {
    supports_object_arguments: false,
    supports_reasoning_effort: false,
    supports_system_role: true,
    supports_tool_calls: prints,
    supports_tools: shows,
    ...more,
  },
});

test.each<[string, object, object]>([
  ['a template with tools', caps(true, true), { tools: true }],
  ['a template without tools', caps(false, false), { tools: false }],
  ['a template that prints calls, but does not show tools', caps(false, true), {}],
  ['a template that shows tools, but does not print calls', caps(true, false), {}],
  [
    'a build that describes the tools to a model without them',
    { chat_template_caps: { supports_tools: false, supports_tool_calls: false, requires_typed_content: false } },
    {},
  ],
  [
    'a template without a system role, for which the server finds another place',
    caps(true, true, { supports_system_role: false }),
    { tools: true },
  ],
  [
    'a template that reads a degree of reasoning',
    caps(false, false, { supports_reasoning_effort: true }),
    { tools: false, reasoning: true },
  ],
  ['a projector for images', { modalities: { vision: true, audio: false } }, { imageInput: true }],
  ['no projector', { modalities: { vision: false } }, { imageInput: false }],
  ['a projector for sound alone', { modalities: { audio: true } }, {}],
  ['a build without modalities and capabilities', { total_slots: 1 }, {}],
  [
    'values of unexpected types',
    { modalities: [true], chat_template_caps: { supports_tools: 'yes', supports_tool_calls: 1 } },
    {},
  ],
  ['null', { modalities: null, chat_template_caps: null, default_generation_settings: null }, {}],
])('readProps reads the features of %s', (_, props, features) => {
  expect(readProps(props as LlamaCppProps)).toEqual({ features });
});

test.each([
  [2048, { contextLength: 2048 }],
  [0, {}],
  ['2048', {}],
])('readProps reads the context length %j', (n_ctx, expected) => {
  const settings = { default_generation_settings: { n_ctx } } as LlamaCppProps;
  expect(readProps(settings)).toEqual({ features: {}, ...expected });
});
