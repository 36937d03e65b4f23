import type { Capability, ChatFeature } from '../contract/capability.js';
import { isApiError } from './guards.js';
import type { LmError } from './lm-error.js';
import { NO_IMAGE_INPUT_WORDS, UNSUPPORTED_FEATURES } from './wordings/unsupported-feature.js';

/** Matches what the message of an error adds before the words of the server. */
const INTRODUCTION = /^The server responded with status \d{3} \(\w+ \S+\): /;

/**
 * Matches what may precede the sentence in an error inside a successful response, which may also contain text that the model has generated: the
 * kinds of errors of gateways.
 */
const KIND_OF_ERROR =
  /^(?:[\w. ]{0,60}(?:error|exception|invalid|unsupported|bad request)[\w. ]{0,60}(?::| -) ){0,4}$/i;

/**
 * Returns the feature that the model does not support, if that is the reason for which the server refused a request, or else `undefined`. If a
 * message names several, it returns one of them. The request may not have used the feature. A quotation of a prompt does not count, because
 * messages contain none.
 *
 * @param model The model of the request. A sentence about another name may be about a part of the server.
 */
export function unsupportedFeatureOf(error: LmError, model: string): Capability | ChatFeature | undefined {
  // A refusal with another code has another reason, such as a missing permission.
  if (error.code !== 'invalid_request' || !isApiError(error)) return undefined;
  const words = error.message.replace(INTRODUCTION, '');
  if (error.status === 500) return NO_IMAGE_INPUT_WORDS.test(words) ? 'imageInput' : undefined;
  for (const [feature, pattern] of UNSUPPORTED_FEATURES) {
    const [found, before = '', subject] = pattern.exec(words) ?? [];
    if (found === undefined || (error.status < 400 && !KIND_OF_ERROR.test(before))) continue;
    if (subject === undefined || isNameOf(subject, model)) return feature;
  }
  return undefined;
}

/**
 * Refusals from which nothing about the model follows. The server was started without an option that tools need: llama-server ("tools param requires
 * --jinja flag"), vLLM ("\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"). LM Studio has no choice of a tool by
 * name ("Invalid tool_choice type: 'object'", lmstudio-ai/lmstudio-bug-tracker issue 670).
 */
const SERVER_REFUSES_TOOLS =
  /tools? .{1,20} requires --(?:jinja|enable-auto-tool-choice)|tool_choice param requires --jinja|Invalid tool_choice type/;

/** True if the server refused a chat because of its tools, or of their choice. */
export function refusesTools(error: LmError, model: string): boolean {
  const feature = unsupportedFeatureOf(error, model);
  return (
    feature === 'tools' || feature === 'toolChoice' || (isApiError(error) && SERVER_REFUSES_TOOLS.test(error.message))
  );
}

/** True if a message calls the model by this name. Servers add a registry, an owner or a version, or leave them out. */
function isNameOf(name: string, model: string): boolean {
  if (name.startsWith('registry.ollama.ai/')) return true;
  const [said, sent] = [baseOf(name), baseOf(model)];
  const [short, long] = said.length < sent.length ? [said, sent] : [sent, said];
  return short !== '' && long.startsWith(short) && /^(?:-(?:v?\d|latest|preview).*)?$/.test(long.slice(short.length));
}

function baseOf(name: string): string {
  const [base = ''] = name.toLowerCase().split('/').slice(-1);
  return base.replace(/(?:[:@].*|\.gguf)$/, '');
}
