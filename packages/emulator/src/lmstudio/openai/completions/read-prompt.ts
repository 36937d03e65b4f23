import { Refusal } from '../../../shared/http/refusal.js';

/** The prompt as one text; an array of strings is joined, since one request gets one answer (`n` is ignored too). */
export function readPrompt(body: Readonly<Record<string, unknown>>): string {
  const { prompt } = body;
  if (typeof prompt === 'string') return prompt;
  if (Array.isArray(prompt) && prompt.length > 0 && prompt.every((part) => typeof part === 'string')) {
    return prompt.join('\n');
  }
  throw new Refusal(400, "'prompt' field is required and must be a string or an array of strings");
}
