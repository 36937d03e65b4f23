import type { ChatRequest, CompletionRequest, EmbeddingRequest, ProviderContext } from '@lmux/core/provider';
import type { OllamaGenerationFields } from './wire.js';

type OverflowFields = Pick<OllamaGenerationFields, 'truncate' | 'shift'>;

/** Makes the server reject a prompt that is too long, and end a response when the context is full. */
const REJECT: OverflowFields = { truncate: false, shift: false };

/**
 * Encodes the handling of a chat or completion that exceeds the context. They are fields of the request, not of its `options`, where the
 * server ignores them. A chat that is trimmed is rejected too, so that the client can trim it further.
 */
export function encodeOverflow(request: ChatRequest | CompletionRequest): OverflowFields {
  const { contextOverflow = 'server' } = request;
  return contextOverflow === 'server' ? {} : REJECT;
}

/** Encodes the handling of a text to embed that exceeds the context. */
export function encodeEmbedOverflow(
  { contextOverflow }: EmbeddingRequest,
  config: Pick<ProviderContext['config'], 'contextOverflow'>,
): Pick<OverflowFields, 'truncate'> {
  return (contextOverflow ?? config.contextOverflow) === 'error' ? { truncate: false } : {};
}

/**
 * Encodes the handling of prompts for a load, so that the chats of the client do not reload the model: since 0.30, `shift` is a setting of the
 * loaded model (ollama/ollama, needsReload in server/sched.go).
 */
export function encodeLoadOverflow({ contextOverflow }: ProviderContext['config']): Pick<OverflowFields, 'shift'> {
  return contextOverflow === 'error' || contextOverflow === 'trim' ? { shift: false } : {};
}
