/** Where the routes of OpenAI's format are. */
export const OPENAI_PREFIX = '/v1';
