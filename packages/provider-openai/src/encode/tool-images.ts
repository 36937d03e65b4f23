import type { Dialect, ToolImages } from './dialect.js';
import { findHost, type HostRow } from './find-host.js';

/** Hosts that do not accept images of tool results in a user message directly after the results. */
const HOSTS: readonly (HostRow & { readonly place: ToolImages })[] = [
  // "Unexpected role 'user' after role 'tool'": datapizza-labs/datapizza-ai issue 98, avante-corp/avante.nvim issue 2562
  { host: 'api.mistral.ai', place: 'user-after-assistant' },
];

/**
 * Matches the names of Mistral's models. Their chat templates reject a user message after a tool result wherever they run: Scaleway, which also
 * rejects images in tool results (LibreChat-AI/agents issue 344), NVIDIA (NousResearch/hermes-agent issue 20154), OpenRouter
 * (charmbracelet/crush issue 279), Neuralwatt (aliou/pi-neuralwatt issue 12), and LM Studio. Ollama has
 * templates of its own, which do not reject it.
 */
const MISTRAL_MODEL = /(?:mistral|mixtral|ministral|magistral|devstral|pixtral|codestral|voxtral)/i;

/** Returns where a host accepts the images of tool results. `undefined` if that depends on the model. */
export function toolImagesOf(origin: string): Dialect['toolImages'] {
  return findHost(HOSTS, origin)?.place;
}

/** Returns where the images of tool results are sent in a chat with a model. */
export function toolImagesFor(model: string, { toolImages }: Pick<Dialect, 'toolImages'>): ToolImages {
  return toolImages ?? (MISTRAL_MODEL.test(model) ? 'user-after-assistant' : 'user');
}
