import type { IncomingJson } from '@lmux/core/provider';
import type { ChatEventWriter } from '@lmux/core/provider/streams';

function textOf(part: IncomingJson): string {
  return typeof part === 'string' ? part : typeof part?.text === 'string' ? part.text : '';
}

/** Content as a list of parts (Mistral): text, and reasoning as `thinking`, which is text or a list of parts again. */
export function writeParts(writer: ChatEventWriter, parts: readonly IncomingJson[]): void {
  for (const part of parts) {
    const thinking: IncomingJson = part?.type === 'thinking' ? part.thinking : undefined;
    if (Array.isArray(thinking)) writer.reasoning(thinking.map((piece) => textOf(piece)).join(''));
    else if (typeof thinking === 'string') writer.reasoning(thinking);
    else writer.text(textOf(part));
  }
}
