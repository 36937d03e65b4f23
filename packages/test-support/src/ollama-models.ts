import { createHash } from 'node:crypto';
import { tinyModel } from './tiny-model.js';

/** A chat template of Ollama. A model supports what its template uses. */
function template({ tools = false, thinking = false }): string {
  return [
    '{{- range .Messages }}{{ .Role }}: ',
    thinking ? '{{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}' : '',
    '{{ .Content }}\n{{ end }}',
    tools ? '{{- if .Tools }}{{ .Tools }}\n{{ end }}' : '',
    'assistant:',
  ].join('');
}

interface OllamaKind {
  readonly template: string;
  /** Metadata of the model file. */
  readonly keys?: Readonly<Record<string, number>>;
}

/** The kinds of models, and what makes Ollama recognize each. */
const KINDS = {
  plain: { template: template({}) },
  tools: { template: template({ tools: true }) },
  thinking: { template: template({ thinking: true }) },
  vision: { template: template({}), keys: { 'llama.vision.block_count': 1 } },
  embedding: { template: '{{ .Prompt }}', keys: { 'llama.pooling_type': 1 } },
} as const satisfies Readonly<Record<string, OllamaKind>>;

/** A kind of model: one that only chats, one that supports something more, or one that only embeds texts. */
export type OllamaModelKind = keyof typeof KINDS;

/** All kinds of models. */
export const OLLAMA_MODEL_KINDS = Object.keys(KINDS) as OllamaModelKind[];

async function send(baseUrl: string, path: string, body: BodyInit): Promise<void> {
  const response = await fetch(new URL(path, baseUrl), { method: 'POST', body });
  if (!response.ok) throw new Error(`POST ${path} failed with status ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/**
 * Creates a tiny model of a kind on a real Ollama server, and returns its name. A model of that name is replaced. It has random weights, so
 * the vision model accepts images but sees nothing.
 */
export async function createOllamaModel(
  baseUrl: string,
  kind: OllamaModelKind,
  name = `lmux-tiny-${kind}`,
): Promise<string> {
  const { template: chatTemplate, keys }: OllamaKind = KINDS[kind];
  const file = tinyModel(keys);
  const digest = `sha256:${createHash('sha256').update(file).digest('hex')}`;
  await send(baseUrl, `/api/blobs/${digest}`, file as Uint8Array<ArrayBuffer>);
  const body = { model: name, files: { 'tiny.gguf': digest }, template: chatTemplate, stream: false };
  await send(baseUrl, '/api/create', JSON.stringify(body));
  return name;
}
