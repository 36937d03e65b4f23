import type { LmClient } from '@lmux/core';
import { checkToolRun } from './check-tool-run.js';
import { RunHistory } from './run-history.js';
import { ToolRun } from './tool-run.js';
import type { ToolRunOptions, ToolRunRequest } from './tool-run-request.js';
import { ToolRunStreamImpl, type ToolRunReading, type ToolRunStream } from './tool-run-stream.js';

/**
 * Continues a conversation with tools: sends the chat, runs the tools that the model calls, sends their results, and so on until the model
 * calls no tool. Returns the events as a stream. Nothing is sent until the stream is first read.
 *
 * What a tool throws is sent to the model, and does not fail the run. `response()` rejects as that of a chat does, with `limit_exceeded`
 * if the model repeats the same calls without progress, and with `invalid_request` if the tools, the options or the result of an own function are wrong.
 * `error.partial` has the text of all steps, and `steps` and `messages` of the stream what was done before.
 *
 * @example
 * ```ts
 * const stream = runTools(client, { tools: [getWeather], messages });
 * for await (const text of stream.text()) process.stdout.write(text);
 * messages.push(...(await stream.response()).messages);
 * ```
 */
export function runTools(client: LmClient, request: ToolRunRequest, options: ToolRunOptions = {}): ToolRunStream {
  const history = new RunHistory();
  const reading: ToolRunReading = {};
  return new ToolRunStreamImpl(
    {
      subscribe(observer) {
        checkToolRun(client, request, options);
        const run = new ToolRun(client, request, options, history, observer);
        reading.resume = () => run.resume();
        run.start();
        // Reads from the network only while the consumer waits. The stream of the chat measures how long it does not, for `timeouts.consumer`.
        const start = (): void => void (reading.isWanted === true || run.pause());
        return Object.assign(run, { consumer: { start, stop: () => run.resume(), dispose() {} } });
      },
    },
    history,
    reading,
  );
}
