import type { DescribedModel } from '@lmux/core/provider';
import { readBoolean, readObject, readPositive } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { LlamaCppProps } from '../server/wire.js';

/** What the properties of a loaded model tell. What they do not tell is absent. */
export type PropsFacts = Pick<DescribedModel, 'features' | 'contextLength'>;

/**
 * Reads if the chat template supports tools. If it neither shows them to the model nor prints calls, the server drops them silently (b11434).
 * Builds before the parser rewrite (ggml-org/llama.cpp pull request 18675) described the tools to such a model themselves. Their properties have
 * no `supports_object_arguments`, and tell nothing then. A template that does only one of the two is tried.
 */
function readTools(caps: Readonly<Record<string, unknown>>): boolean | undefined {
  const [shows, prints] = [readBoolean(caps['supports_tools']), readBoolean(caps['supports_tool_calls'])];
  if (shows === true && prints === true) return true;
  return shows === false && prints === false && 'supports_object_arguments' in caps ? false : undefined;
}

/**
 * Reads the response of `GET /props` about one model (common/jinja/caps.cpp, tools/server/server-context.cpp).
 *
 * - `supports_system_role` tells nothing: without it, the server puts the system message into the user's. A model that only computes embeddings
 *   has the template of others.
 * - `supports_reasoning_effort` tells that the template reads the degree. A template that reads only `enable_thinking` has no mark.
 * - Nothing tells whether the server was started with `--embeddings`.
 */
export function readProps(props: LlamaCppProps): PropsFacts {
  const caps = readObject(props.chat_template_caps);
  return {
    features: withoutUndefined({
      imageInput: readBoolean(readObject(props.modalities)['vision']),
      tools: readTools(caps),
      reasoning: caps['supports_reasoning_effort'] === true ? true : undefined,
    }),
    ...withoutUndefined({ contextLength: readPositive(readObject(props.default_generation_settings)['n_ctx']) }),
  };
}
