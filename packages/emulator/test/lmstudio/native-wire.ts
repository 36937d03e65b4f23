/** The fields of the native wire format that tests read. The schemas check all fields. */
export interface OutputWire {
  readonly type: string;
  readonly content?: string;
  readonly tool?: string;
  readonly output?: string;
}

export interface ChatResultWire {
  readonly model_instance_id: string;
  readonly output: readonly OutputWire[];
  readonly stats: {
    readonly input_tokens: number;
    readonly total_output_tokens: number;
    readonly reasoning_output_tokens: number;
    readonly model_load_time_seconds?: number;
  };
  readonly response_id?: string;
}

export interface EventWire {
  readonly type: string;
  readonly content?: string;
  readonly progress?: number;
  readonly model_instance_id?: string;
  readonly error?: { readonly type: string; readonly message: string };
  readonly result?: ChatResultWire;
}

export interface NativeModelWire {
  readonly key: string;
  readonly loaded_instances: readonly {
    readonly id: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly remaining_ttl_seconds?: number;
  }[];
}

export interface LoadWire {
  readonly instance_id: string;
  readonly load_config?: { readonly context_length: number };
}

export interface DownloadWire {
  readonly job_id: string;
  readonly status: string;
  readonly downloaded_bytes?: number;
  readonly bytes_per_second?: number;
  readonly estimated_completion?: string;
  readonly completed_at?: string;
}
