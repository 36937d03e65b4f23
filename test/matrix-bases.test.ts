import type { RouteCapabilities } from '@lmux/core';
import { DENIED_ROUTE } from '@lmux/core/provider';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { OPENAI_FORMAT_ROUTE } from '@lmux/provider-openai/protocol';
import { expect, test } from 'vitest';

/** Keys whose cells are those of the base: the route says nothing of its own about them. */
function keysOfBase(cells: RouteCapabilities, base: RouteCapabilities): string[] {
  return Object.entries(base).flatMap(([key, cell]) => (cells[key as keyof RouteCapabilities] === cell ? [key] : []));
}

/** What every server of OpenAI's format has here, whatever it adds to a cell. */
const FORMAT = [
  'chat',
  'chat.stream',
  'completion.stream',
  'systemMessage',
  'assistantMessages',
  'tools',
  'jsonSchema',
  'stop',
  'seed',
  'frequencyPenalty',
  'presencePenalty',
];

// A feature that is new has the cell of the base, which makes these fail: decide for each route whether its server has the feature.
test.each([
  ['lmstudio', 'native', lmstudio.capabilities.routes.native],
  ['ollama', 'native', ollama.capabilities.routes.native],
])('%s decides about every key on its route %s', (_provider, _route, cells) => {
  expect(keysOfBase(cells, DENIED_ROUTE)).toEqual([]);
});

test.each([
  [
    'openai',
    openai.capabilities.routes.openai,
    ['completion', 'embedding', 'models.list', 'toolChoice', 'jsonObject', 'imageInput', 'reasoning', 'logprobs'],
  ],
  ['llamacpp', llamacpp.capabilities.routes.openai, ['completion', 'models.list', 'jsonObject', 'logprobs']],
  ['lmstudio', lmstudio.capabilities.routes.openai, ['completion', 'embedding', 'imageInput']],
  ['ollama', ollama.capabilities.routes.openai, ['embedding', 'jsonObject']],
])("%s takes these keys of its route openai from OpenAI's format", (_provider, cells, more) => {
  expect(keysOfBase(cells, OPENAI_FORMAT_ROUTE).toSorted()).toEqual([...FORMAT, ...more].toSorted());
});
