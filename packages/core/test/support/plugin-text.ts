/** Returns the source text of a plugin whose provider completes a prompt with a prefix and the prompt itself. */
export function pluginText(id: string, prefix = ''): string {
  return `{
    spec: 1,
    id: '${id}',
    register(container) {
      const routes = { only: { completion: 'yes' } };
      container.register(Symbol.for('lmux.ProviderFactory'), { useValue: {
        id: '${id}',
        capabilities: { provider: '${id}', routes },
        create: () => ({ complete: async ({ prompt }, { route }) => ({ text: '${prefix}' + prompt, route }) }),
      } });
    },
  }`;
}
