import { anyOf } from './any-of.js';

/** Words of messages about an embedding request with more texts than the server accepts at once. */
export const EMBED_BATCH_WORDS = /* @__PURE__ */ anyOf(
  // TEI, status 413 or 422: huggingface/text-embeddings-inference core/src/infer.rs.
  String.raw`batch size \d+ > maximum allowed batch size`,
  // Alibaba DashScope: "batch size is invalid, it should not be larger than 10".
  String.raw`batch size is invalid, it should not be larger than \d+`,
  // OpenAI: "Invalid 'input': array too long. Expected an array with maximum length 2048". Azure, older: "Too many inputs. The max number of inputs is 16."
  String.raw`'input': array too long`,
  String.raw`too many inputs\b`,
  // Gemini: "BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch".
  String.raw`at most \d+ requests can be in one batch`,
  // Cohere: "invalid request: texts must be at most 96 elements long". Voyage: "The batch size limit is 1000."
  String.raw`texts must be at most \d+`,
  String.raw`batch size limit is \d+`,
);
