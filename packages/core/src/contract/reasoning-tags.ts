/**
 * The tags between which a model writes its reasoning into the text, such as `<think>` and `</think>`. They are compared exactly, including
 * upper and lower case.
 */
export interface ReasoningTagPair {
  /** Tag before the reasoning. Must be set together with `close`. Default `<think>`. */
  readonly open?: string | undefined;
  /** Tag after the reasoning. Must be set together with `open`. Default `</think>`. */
  readonly close?: string | undefined;
  /**
   * Set to true if the output begins with reasoning, because the chat template writes the opening tag into the prompt, as those of DeepSeek-R1
   * and QwQ do. An opening tag at the beginning is then allowed, but not required. If the closing tag never comes, the entire output is
   * reasoning. Ignored for a response whose reasoning the server separates itself. At most one pair can have it. Default false.
   */
  readonly startsOpen?: boolean | undefined;
  /**
   * Set to true to also recognize the opening tag after other text. A tag that the model only mentions is recognized too. By default, reasoning
   * is recognized only at the beginning of the text and directly after other reasoning. Default false.
   */
  readonly anywhere?: boolean | undefined;
}

/** The tags of reasoning within the text. `true` stands for `<think>` and `</think>`, `false` for none. */
export type ReasoningTags = boolean | ReasoningTagPair | readonly ReasoningTagPair[];
