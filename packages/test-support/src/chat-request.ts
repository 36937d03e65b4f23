/** Returns a request with one user message. */
export function chatRequest(content = 'Hello'): { messages: [{ role: 'user'; content: string }] } {
  return { messages: [{ role: 'user', content }] };
}
