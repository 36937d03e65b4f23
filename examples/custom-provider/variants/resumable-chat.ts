import type { ProviderCall } from '@lmux/core/provider';
import { addWarnings, type PushSource, type StreamEvent, type StreamResume } from '@lmux/core/provider/streams';

/** Opens a stream whose response the server keeps under an id. `open` sends the request with both. */
export function resumableChat(
  { resume, options }: ProviderCall,
  open: (id?: string, resume?: StreamResume) => PushSource<StreamEvent>,
): PushSource<StreamEvent> {
  if (!resume) return open();
  return addWarnings((warn) => {
    const id = crypto.randomUUID();
    return open(id, {
      continueFrom: (bytes) => ({ method: 'GET', path: `/replies/${id}?from=${bytes}`, options }),
      cancel: () => ({ method: 'DELETE', path: `/replies/${id}`, options }),
      warn,
    });
  });
}
