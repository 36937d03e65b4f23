import { LmError } from '../errors/lm-error.js';
import { maskPointer } from '../errors/looks-secret.js';
import { cutText } from '../errors/redact.js';

/** Returns the error for a reference whose target a server would not find. */
export function unresolvedError(name: string, reference: string): LmError {
  const shown = cutText(maskPointer(reference), 200);
  const subject = name.charAt(0).toUpperCase() + name.slice(1);
  return new LmError(
    'invalid_request',
    `${subject} has the reference "${shown}", which has no target or several; expected one in the same schema. Refer to "$defs" with a JSON Pointer, such as "#/$defs/item".`,
  );
}
