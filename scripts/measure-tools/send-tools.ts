import type { CallOptions, ChatRequest, LmClient } from '@lmux/core';
import type { CaseTool, ToolMode } from './bfcl-cases.ts';
import { judgeError, judgeResponse, type JudgedResponse } from './tool-outcome.ts';

/** The client of a measurement. */
export type ToolClient = Pick<LmClient, 'chat'>;

/** A judged response with its costs. */
export interface MeasuredResponse extends JudgedResponse {
  readonly ms: number;
  /** Absent if the server does not report it. */
  readonly outputTokens: number | undefined;
}

/** Sends a request with tools and judges its response. */
export async function sendTools(
  client: ToolClient,
  request: ChatRequest,
  tools: readonly CaseTool[],
  mode: ToolMode,
): Promise<MeasuredResponse> {
  const startedAt = performance.now();
  const sent: ChatRequest = { ...request, tools: tools.map(({ definition }) => definition) };
  // A server without the setting `parallelToolCalls` decides on its own.
  const options: CallOptions = { emulate: mode === 'emulated' ? 'always' : 'never', onUnsupported: 'drop' };
  try {
    const response = await client.chat(sent, options);
    const judged = judgeResponse(response, tools);
    return { ...judged, ms: performance.now() - startedAt, outputTokens: response.usage?.outputTokens };
  } catch (error) {
    return { ...judgeError(error), ms: performance.now() - startedAt, outputTokens: undefined };
  }
}
