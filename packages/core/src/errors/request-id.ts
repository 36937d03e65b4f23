/** The headers with the id of a request, in the order in which they are looked for. */
const REQUEST_ID_HEADERS = [
  // OpenAI, LiteLLM and most others.
  'x-request-id',
  // Azure API Management.
  'apim-request-id',
  // OpenRouter.
  'x-generation-id',
  // Anthropic: https://docs.claude.com/en/api/errors
  'request-id',
  // Amazon Bedrock.
  'x-amzn-requestid',
];

/** Returns the id by which the operator of a server finds a request, as the server sent it. */
export function requestIdOf(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const name of REQUEST_ID_HEADERS) if (headers[name]) return headers[name];
  return undefined;
}
