/** How long a model that a request loaded stays without use: an hour. */
export const JIT_TTL_MS = 60 * 60 * 1000;
