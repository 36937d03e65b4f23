import { Refusal } from '../../../shared/http/refusal.js';
import { invalidRequest } from '../strict/invalid-request.js';

const HUGGING_FACE = /^https:\/\/huggingface\.co\/(?<key>[\w.-]+\/[\w.-]+)\/?$/;

/** `name` or `publisher/name` in small letters, digits and hyphens; versions have points. */
const CATALOG_ID = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)?$/;

/** The key of the model that a download asks for: from an id of the catalog, or a Hugging Face address. */
export function readDownloadName(name: string, quantization: string | undefined): string {
  const key = HUGGING_FACE.exec(name)?.groups?.['key'];
  if (key !== undefined) return key.toLowerCase();
  if (!CATALOG_ID.test(name)) {
    throw invalidRequest('invalid_value', 'model', `Invalid model name "${name}": it must be in kebab-case`);
  }
  if (quantization === undefined) return name;
  const message = 'Choosing a quantization of a model from the LM Studio catalog is not possible yet.';
  throw new Refusal(400, { type: 'not_implemented', message });
}
