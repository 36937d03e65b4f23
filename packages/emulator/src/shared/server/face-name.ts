/** The servers that can be played. */
export const FACE_NAMES = ['lmstudio', 'ollama', 'llamacpp'] as const;

/** `lmstudio`, `ollama`, or `llamacpp`, which is llama.cpp's llama-server. */
export type FaceName = (typeof FACE_NAMES)[number];
