import { toolMessage, type ChatResponse, type Message, type PartialResponse, type ToolMessage } from '@lmux/core';
import { sumUsage } from './sum-usage.js';
import type { ToolRunStep } from './tool-run-response.js';

/** What a run has done so far. */
export class RunHistory {
  readonly steps: ToolRunStep[] = [];
  readonly messages: Message[] = [];
  /** The response whose tools are being run, with their results at the positions of the calls. */
  #open: { readonly response: ChatResponse; readonly results: (ToolMessage | undefined)[] } | undefined;

  /** Opens a step, because its response is complete. */
  open(response: ChatResponse, results: (ToolMessage | undefined)[]): void {
    this.#open = { response, results };
  }

  /** Adds the step, with the results that are known. */
  close(response: ChatResponse, results: readonly (ToolMessage | undefined)[]): ToolRunStep {
    this.#open = undefined;
    const known = results.filter((result) => result !== undefined);
    const step: ToolRunStep = { index: this.steps.length, response, results: known };
    this.steps.push(step);
    this.messages.push(response.message, ...known);
    return step;
  }

  /** Adds the open step, if there is one. Each call has a result, because servers reject a history without. */
  interrupt(): void {
    if (this.#open === undefined) return;
    const { response, results } = this.#open;
    const all = response.toolCalls.map(
      (call, index) => results[index] ?? toolMessage(call, new Error('The run ended before the call was complete.')),
    );
    this.close(response, all);
  }

  /**
   * Returns what arrived before an error. `undefined` if nothing did.
   *
   * @param last What arrived of the chat that failed.
   */
  partial(last: PartialResponse | undefined): PartialResponse | undefined {
    if (this.steps.length === 0) return last;
    const text = this.steps.map(({ response }) => response.text).join('') + (last?.text ?? '');
    return { ...last, text, ...sumUsage([...this.steps.map(({ response }) => response.usage), last?.usage]) };
  }
}
