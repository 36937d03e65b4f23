/** The embedding model of the default models, without its name. */
export const NOMIC_EMBED = {
  type: 'embedding',
  loaded: true,
  architecture: 'nomic-bert',
  parameters: '137M',
  dimensions: 768,
  contextLength: 2048,
} as const;
