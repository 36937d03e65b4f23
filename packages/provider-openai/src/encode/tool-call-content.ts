import type { Dialect } from './dialect.js';
import { findHost, type HostRow } from './find-host.js';

/** Hosts that reject `content: null` in a message with tool calls. */
const EMPTY_STRING_HOSTS: readonly HostRow[] = [
  // Workers AI requires a string: zeroclaw-labs/zeroclaw pull request 9493, TencentCloud/TencentDB-Agent-Memory issue 1313
  { host: 'api.cloudflare.com' },
  // "invalid message content type: <nil>": Dicklesworthstone/pi_agent_rust pull request 45
  { host: 'ollama.com' },
];

/**
 * Returns the content of messages with tool calls and no text that a host accepts. Most accept `null`, and those that pass requests on to
 * Amazon Bedrock or Anthropic reject an empty string (vercel/ai issue 13466, requestyai/ai-sdk-requesty pull request 1), as does ByteDance
 * (quailyquaily/mistermorph pull request 46).
 */
export function toolCallContentOf(origin: string): Dialect['toolCallContent'] {
  return findHost(EMPTY_STRING_HOSTS, origin) === undefined ? undefined : 'empty';
}
