import type { RouteCapabilities } from '@lmux/core';
import { DENIED_ROUTE } from '@lmux/core/provider';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { OPENAI_FORMAT_ROUTE } from '@lmux/provider-openai/protocol';
import { expect, test } from 'vitest';

/** Returns the keys whose cells are taken unchanged from the base. */
function keysOfBase(cells: RouteCapabilities, base: RouteCapabilities): string[] {
  return Object.entries(base).flatMap(([key, cell]) => (cells[key as keyof RouteCapabilities] === cell ? [key] : []));
}

/** Keys that the route `openai` of every provider takes from the base. */
const FORMAT = [
  'chat',
  'chat.stream',
  'completion.stream',
  'systemMessage',
  'assistantMessages',
  'jsonSchema',
  'stop',
  'seed',
  'frequencyPenalty',
  'presencePenalty',
];

// A new feature has the cell of the base, which makes these tests fail. Decide for each route whether its server supports the feature.
test.each([
  ['lmstudio', 'native', lmstudio.capabilities.routes.native],
  ['ollama', 'native', ollama.capabilities.routes.native],
])('%s sets every key of its route %s itself', (_provider, _route, cells) => {
  expect(keysOfBase(cells, DENIED_ROUTE)).toEqual([]);
});

test.each([
  [
    'openai',
    openai.capabilities.routes.openai,
    ['completion', 'embedding', 'models.list', 'toolChoice', 'jsonObject', 'logprobs'],
  ],
  ['llamacpp', llamacpp.capabilities.routes.openai, ['completion', 'models.list', 'jsonObject', 'logprobs']],
  ['lmstudio', lmstudio.capabilities.routes.openai, ['completion', 'tools']],
  ['ollama', ollama.capabilities.routes.openai, ['embedding', 'jsonObject']],
])("%s takes exactly these keys of its route openai from the base for OpenAI's format", (_provider, cells, more) => {
  expect(keysOfBase(cells, OPENAI_FORMAT_ROUTE).toSorted()).toEqual([...FORMAT, ...more].toSorted());
});
