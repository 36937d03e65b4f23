import type { ReasoningTagPair, ReasoningTags } from '../contract/reasoning-tags.js';

/** A pair of tags with all fields set. */
export interface TagPair {
  readonly open: string;
  readonly close: string;
  readonly startsOpen: boolean;
  readonly anywhere: boolean;
}

/** The tags of most models: DeepSeek-R1, Qwen 3, QwQ, GLM-4.5, MiniMax-M2 and others (parsers in vllm-project/vllm `vllm/reasoning`). */
const THINK = { open: '<think>', close: '</think>' };

/** Returns the pairs of tags that a setting describes. */
export function toTagPairs(tags: Exclude<ReasoningTags, false>): readonly TagPair[] {
  const list: readonly ReasoningTagPair[] = tags === true ? [{}] : 'length' in tags ? tags : [tags];
  return list.map(({ open, close, startsOpen = false, anywhere = false }) => ({
    open: open ?? THINK.open,
    close: close ?? THINK.close,
    startsOpen,
    anywhere,
  }));
}

/** A tag, and what it stands for. */
export interface Tag<Value> {
  readonly tag: string;
  readonly value: Value;
}

/** A tag in a text. `partial` means that the text ends within a tag, from `index` on. */
export type TagMatch<Value> =
  | { readonly kind: 'tag'; readonly index: number; readonly end: number; readonly value: Value }
  | { readonly kind: 'partial'; readonly index: number };

/**
 * Finds tags in a text that arrives in pieces. Of several tags, the one that begins first counts, and of those that begin together the longest,
 * so that the result does not depend on the pieces.
 */
export class TagMatcher<Value> {
  /** Longest first. */
  readonly #tags: readonly Tag<Value>[];
  /** Matches the first character of every tag. */
  readonly #first: RegExp;

  constructor(tags: readonly Tag<Value>[]) {
    this.#tags = tags.toSorted((a, b) => b.tag.length - a.tag.length);
    const codes = tags.map(({ tag }) => `\\u${tag.charCodeAt(0).toString(16).padStart(4, '0')}`);
    this.#first = new RegExp(`[${codes.join('')}]`, 'g');
  }

  /** Returns the tag at a position of the text. If `ended` is true, no more text follows, so that there are no partial tags. */
  at(text: string, index: number, ended: boolean): TagMatch<Value> | undefined {
    const left = text.length - index;
    for (const { tag, value } of this.#tags) {
      if (text.startsWith(tag, index)) return { kind: 'tag', index, end: index + tag.length, value };
      const isPartial = !ended && left < tag.length && left > 0 && tag.startsWith(text.slice(index));
      if (isPartial) return { kind: 'partial', index };
    }
    return undefined;
  }

  /** Returns the first tag in the text. */
  find(text: string, ended: boolean): TagMatch<Value> | undefined {
    const first = this.#first;
    first.lastIndex = 0;
    for (let found = first.exec(text); found !== null; found = first.exec(text)) {
      const match = this.at(text, found.index, ended);
      if (match !== undefined) return match;
    }
    return undefined;
  }
}
