import { failOnUnhandledRejections, rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { calling, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools } from './index.js';

failOnUnhandledRejections();

const request = { tools: [weather], messages };
const source = (tools: () => unknown) => ({ ...request, tools: [{ tools }] });

test.each<[request: unknown, options: unknown, message: string]>([
  ['Hi', {}, 'The request must be an object; received a string.'],
  [{ tools: [weather], messages: 'Hi' }, {}, '"messages" must be an array; received'],
  [{ messages }, {}, '"tools" must be an array of at least one tool; received undefined.'],
  [{ ...request, tools: [] }, {}, 'must be an array of at least one tool; received an array.'],
  [{ ...request, tools: { weather } }, {}, '"tools" must be an array of at least one'],
  [{ ...request, tools: [7] }, {}, '"tools[0]" must be a tool or a source of tools; received a number.'],
  [{ ...request, tools: [weather, null] }, {}, '"tools[1]" must be a tool or a source of tools; received null.'],
  [{ ...request, tools: [{ description: 'x' }] }, {}, '"tools[0].name" is missing.'],
  [{ ...request, tools: [{ name: 'a', run: 7 }] }, {}, '"tools[0].run" must be a function; received a number.'],
  [{ ...request, tools: [{ name: 'a', execute() {} }] }, {}, 'Unknown key "tools[0].execute". Use "run".'],
  [{ ...request, tools: [{ type: 'function', function: {} }] }, {}, 'A tool has the form { name, description, par'],
  [{ ...request, tools: [{ name: 'a', parameters: 7 }] }, {}, '"tools[0].parameters" must be JSON Schema'],
  [{ ...request, tools: [weather, weather] }, {}, 'must be unique; "get_weather" is also the name of tools[0].'],
  [source(() => [weather, weather]), {}, 'must be unique; "get_weather" is also the name of tools[0].'],
  [source(() => undefined), {}, '"tools[0].tools" must return an array of tools; received undefined.'],
  [source(() => [7]), {}, '"tools[0].tools()[0]" must be a tool; received a number.'],
  [source(() => Promise.reject(new TypeError('x'))), {}, '"tools[0].tools" of runTools() threw an error (TypeError)'],
  [{ ...request, prompt: 'Hi' }, {}, 'Unknown key "prompt". Use "messages".'],
  [{ ...request, maxSteps: 3 }, {}, 'Unknown key "maxSteps". It is an option. Pass it in the argument after the req'],
  [{ ...request, stream: true }, {}, 'Unknown key "stream". runTools() always streams.'],
  [{ ...request, temperature: 'hot' }, {}, '"temperature" must be'],
  [{ ...request, toolChoice: { name: 'x' } }, {}, '"toolChoice.name" must be the name of a tool'],
  [request, null, '"options" must be an object; received null.'],
  [request, { maxStep: 3 }, 'Unknown key "options.maxStep". Did you mean "maxSteps"?'],
  [request, { maxSteps: 0 }, '"options.maxSteps" must be a positive integer; received 0.'],
  [request, { concurrency: 1.5 }, '"options.concurrency" must be a positive integer; received 1.5.'],
  [request, { toolTimeoutMs: -1 }, '"options.toolTimeoutMs" must be a non-negative number; received -1.'],
  [
    request,
    { onInvalidInput: 'ignore' },
    '"options.onInvalidInput" must be one of "tell-model", "throw"; received "ig',
  ],
  [request, { approve: true }, '"options.approve" must be a function; received true.'],
  [request, { stopWhen: 3 }, '"options.stopWhen" must be a function'],
  [request, { prepareStep: {} }, '"options.prepareStep" must be a function'],
  [request, { timeout: 'x' }, '"options.timeout" must be'],
])('%j with the options %j is rejected before anything is sent', async (given, options, message) => {
  const { plugin, client } = toolClient([calling(PARIS)]);
  const stream = runTools(client, given as typeof request, options as object);
  await expect(stream.response()).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining(message),
  });
  expect(plugin.calls).toEqual([]);
});

test('a request without messages is rejected as that of a chat', async () => {
  const { client } = toolClient([]);
  const error = await rejectionOf(runTools(client, { tools: [weather] } as never).response());
  expect(error).toMatchObject({ code: 'empty_prompt' });
});

test.each([undefined, null, 'client'])('%j is rejected in place of a client', async (client) => {
  const error = await rejectionOf(runTools(client as never, request).response());
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('The first argument of runTools() must be a client; received'),
  });
});
