import type { ContentPart } from '../contract/message.js';

type Content = string | readonly ContentPart[];

function partsOf(content: Content): readonly ContentPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** Joins the contents of two messages: two texts as paragraphs of one text, anything else as parts. */
export function joinContent(first: string, second: string): string;
export function joinContent(first: Content, second: Content): Content;
export function joinContent(first: Content, second: Content): Content {
  return typeof first === 'string' && typeof second === 'string'
    ? `${first}\n\n${second}`
    : [...partsOf(first), ...partsOf(second)];
}
