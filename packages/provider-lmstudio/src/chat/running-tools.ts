import { toToolCall } from '@lmux/core/provider';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import { toolArgumentsOf, toolNameOf, type ToolOutcome } from './decode-tool-result.js';

interface UnmatchedTool {
  readonly id: string;
  /** `undefined` until the server sends it. */
  name: string | undefined;
  /** The arguments as JSON. `undefined` until the server sends them. */
  input: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Follows the tools that LM Studio runs itself, from `tool_call.start` to `tool_call.success` or `tool_call.failure`. The events have no ids
 * (https://lmstudio.ai/docs/developer/rest/streaming-events), so they are matched by the name of the tool, the arguments and the order.
 */
export class RunningTools {
  readonly #writer: ChatEventWriter;
  readonly #generateId: () => string;
  /** In the order in which they started. */
  readonly #tools: UnmatchedTool[] = [];

  constructor(writer: ChatEventWriter, generateId: () => string) {
    this.#writer = writer;
    this.#generateId = generateId;
  }

  /** Reads `tool_call.start` or `tool_call.name`. The name may be in either of them. */
  start(event: Fields): void {
    const name = toolNameOf(event);
    const isStart = event['type'] === 'tool_call.start';
    const named = isStart ? undefined : this.#tools.findLast((tool) => tool.name === undefined || tool.name === name);
    const tool = named ?? this.#add();
    if (name !== undefined) this.#named(tool, name);
  }

  /** Reads `tool_call.arguments`. */
  input(event: Fields): void {
    const name = toolNameOf(event);
    const input = toolArgumentsOf(event);
    const waiting = this.#tools.find((tool) => tool.input === undefined && mayBe(tool, name));
    const tool = waiting ?? this.#add();
    if (name !== undefined) this.#named(tool, name);
    if (input === undefined || tool.name === undefined) return;
    tool.input = input;
    this.#writer.toolResults.input(toToolCall(tool.id, tool.name, input));
  }

  /** Writes the outcome of a call, and its start and input if the server has not sent them. */
  end({ name, arguments: input, ...result }: ToolOutcome): void {
    const candidates = this.#tools.filter((tool) => mayBe(tool, name));
    const tool =
      candidates.find((candidate) => candidate.input === input) ?? candidates[0] ?? this.#failed(result) ?? this.#add();
    this.#tools.splice(this.#tools.indexOf(tool), 1);
    const toolCall = toToolCall(tool.id, name || (tool.name ?? ''), input ?? tool.input ?? '');
    this.#writer.toolResults.end({ toolCall, ...result });
  }

  /** Returns the call that failed if the server reports another name for it, which the model may have written in two ways. */
  #failed({ failure }: Pick<ToolOutcome, 'failure'>): UnmatchedTool | undefined {
    return failure === undefined ? undefined : this.#tools.findLast((tool) => tool.input === undefined);
  }

  #add(): UnmatchedTool {
    const tool: UnmatchedTool = { id: this.#generateId(), name: undefined, input: undefined };
    this.#tools.push(tool);
    return tool;
  }

  #named(tool: UnmatchedTool, name: string): void {
    if (tool.name !== undefined) return;
    tool.name = name;
    this.#writer.toolResults.start(tool.id, name);
  }
}

function mayBe(tool: UnmatchedTool, name: string | undefined): boolean {
  return name === undefined || name === '' || tool.name === undefined || tool.name === name;
}
