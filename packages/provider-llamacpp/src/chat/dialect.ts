import { GENERAL_DIALECT, type Dialect } from '@lmux/provider-openai/protocol';

/** What llama-server takes: a tool choice that is an object would be taken for `auto`, without a word. */
export const LLAMACPP_DIALECT: Dialect = { ...GENERAL_DIALECT, toolChoiceObjects: false };
