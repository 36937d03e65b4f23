import type { Warning } from '../contract/warning.js';

/** The reason why tools are emulated for a model of which the server refused them. */
export const REFUSED = 'the server refused them';

/** Returns the warning about emulated tools. */
export function emulationWarning(reason: string): Warning {
  const message = `The tools were emulated, because ${reason}. The model received them as text, and its response was held to a JSON Schema of their calls. Set "emulate" to "never" to prevent this.`;
  return { code: 'tools_emulated', feature: 'tools', message };
}
