import type { Integration } from '../contract/integration.js';
import { LmError } from '../errors/lm-error.js';
import {
  checkKeys,
  checkObject,
  isString,
  isStringRecord,
  isStrings,
  oneOf,
  shown,
  shownWord,
  type Checks,
} from './check.js';

const TYPE = oneOf('plugin', 'ephemeral_mcp');

const PLUGIN: Checks = { type: TYPE, id: isString, allowedTools: isStrings };

const MCP: Checks = {
  type: TYPE,
  serverLabel: isString,
  serverUrl: isString,
  allowedTools: isStrings,
  headers: isStringRecord,
};

/** Checks the tools that the server runs itself. */
export function checkIntegrations(integrations: readonly Integration[]): void {
  for (const [index, integration] of (integrations as readonly unknown[]).entries()) {
    const where = `integrations[${index}]`;
    if (typeof integration === 'string' && integration !== '') continue;
    checkObject(integration, `"${where}"`, 'invalid_request');
    const given = integration as Record<string, unknown>;
    const types = TYPE(given['type']);
    if (types !== undefined) {
      throw new LmError('invalid_request', `"${where}.type" must be ${types}; received ${shownWord(given['type'])}.`);
    }
    const plugin = given['type'] === 'plugin';
    checkKeys(integration, plugin ? PLUGIN : MCP, where, 'invalid_request');
    for (const key of plugin ? ['id'] : ['serverLabel', 'serverUrl']) {
      if (!given[key]) {
        throw new LmError(
          'invalid_request',
          `"${where}.${key}" must be a non-empty string; received ${shown(given[key])}.`,
        );
      }
    }
  }
}
