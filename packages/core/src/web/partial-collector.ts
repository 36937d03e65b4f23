import type { AnyStreamEvent } from '../contract/stream-event.js';
import type { PartialResponse } from '../contract/chat.js';
import type { ToolCall, ToolResult } from '../contract/tool.js';
import type { Warning } from '../contract/warning.js';
import { StringBuilder } from '../decode/string-builder.js';

type Output = 'text' | 'reasoning' | 'refusal';

/**
 * Collects what events contain of a response, for the error of a stream that fails. Separate from the writers of events, which also build
 * events and responses: ChatEventWriter would add almost half to the size of `readStreamEvents` in the bundle of a page.
 */
export class PartialCollector {
  /** True if no event has arrived. */
  isEmpty = true;
  readonly #output: Record<Output, StringBuilder> = {
    text: new StringBuilder(),
    reasoning: new StringBuilder(),
    refusal: new StringBuilder(),
  };
  readonly #toolCalls: ToolCall[] = [];
  readonly #toolResults: ToolResult[] = [];
  readonly #warnings: Warning[] = [];
  #facts: { readonly model?: string; readonly route?: string } = {};

  add(event: AnyStreamEvent): void {
    this.isEmpty = false;
    switch (event.type) {
      case 'text-delta':
        return this.#output.text.add(event.text);
      case 'reasoning-delta':
        return this.#output.reasoning.add(event.text);
      case 'refusal-delta':
        return this.#output.refusal.add(event.text);
      case 'tool-call-end':
        return void this.#toolCalls.push(event.toolCall);
      case 'tool-result': {
        const { type: _, ...result } = event;
        return void this.#toolResults.push(result);
      }
      case 'warning':
        return void this.#warnings.push(event.warning);
      case 'start':
        this.#facts = { model: event.model, route: event.route };
        return undefined;
      default:
        return undefined;
    }
  }

  get value(): PartialResponse {
    const { text, reasoning, refusal } = this.#output;
    return {
      ...this.#facts,
      text: text.text,
      ...(reasoning.length > 0 && { reasoning: reasoning.text }),
      ...(refusal.length > 0 && { refusal: refusal.text }),
      toolCalls: this.#toolCalls,
      toolResults: this.#toolResults,
      warnings: this.#warnings,
    };
  }
}
