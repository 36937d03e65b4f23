import type { ErrorRule } from '@lmux/core/provider';
import { INVALID_SCHEMA } from './schema-hint.js';

/**
 * Classifies the errors of Ollama that core's table does not cover. They are recognized by their text, because Ollama sends errors
 * without a code.
 */
export const errorRules: readonly ErrorRule[] = [
  {
    message: /does not support (tools|thinking|chat|generate|insert|embed|vision|completion|image)/i,
    // Such an error quotes what the model has generated.
    except: /^error parsing tool call/i,
    is: 'invalid_request',
  },
  {
    // The first one requires `truncate: false`, the second one `shift: false` (ollama/ollama, llm/llama_server.go).
    message: /input length exceeds the context length|prompt is longer than the context length|prompt (is )?too long/i,
    is: 'context_overflow',
  },
  { message: /^pull model manifest: file does not exist/i, is: 'model_not_found' },
  { message: /^pull model manifest|^max retries exceeded|digest mismatch/i, is: 'download_failed' },
  {
    message: /requires more system memory|unable to load model|error loading model|timed out waiting for llama runner/i,
    is: 'model_load_failed',
  },
  {
    message: /runner (process )?(has )?(terminated|exited|crashed)|model runner has unexpectedly stopped/i,
    is: 'model_crashed',
  },
  // Sent with status 500, although the request cannot succeed (0.17.4, llm/server.go).
  { message: INVALID_SCHEMA, is: 'invalid_request' },
  { message: /maximum pending requests exceeded/i, is: 'overloaded' },
];
