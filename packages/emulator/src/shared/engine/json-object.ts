/** What stands for "any JSON object", where a request asks for one and gives no schema. */
export const JSON_OBJECT: Record<string, unknown> = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
};
