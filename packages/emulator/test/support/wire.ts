/** The fields of the wire format that tests read. */
export interface ToolCallWire {
  readonly index?: number;
  readonly id?: string;
  readonly type?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

export interface UsageWire {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

export interface ChatWire {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly {
    readonly message: {
      readonly content: string;
      readonly reasoning_content: string;
      readonly tool_calls: readonly ToolCallWire[];
    };
    readonly finish_reason: string;
  }[];
  readonly usage: UsageWire;
}

export interface DeltaWire {
  readonly role?: string;
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly ToolCallWire[];
}

export interface ChunkWire {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly { readonly delta: DeltaWire; readonly finish_reason: string | null }[];
  readonly usage?: UsageWire;
}

export interface ErrorWire {
  readonly error:
    | string
    | { readonly message: string; readonly type: string; readonly code?: string; readonly param?: string };
}

export interface EmbeddingWire {
  readonly data: readonly { readonly embedding: readonly number[]; readonly index: number }[];
  readonly model: string;
  readonly usage: object;
}
