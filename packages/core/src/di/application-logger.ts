import { guardLogger } from '../logging/guard-logger.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import type { Container } from '../provider/container.js';
import { LOGGER } from '../provider/tokens.js';
import { APPLICATION, checkContainer, resolveInApplication } from './application-container.js';
import { checkValue } from './replaceable-values.js';

const resolveLogger = (container: Container): Logger => container.resolve(LOGGER);

/**
 * Returns the logger of the application for entries that are written before plugins are known: the one that was passed, else the one that the
 * application's container binds, else one that discards everything.
 *
 * @throws `config_invalid` if the container is invalid or cannot resolve the logger.
 */
export function applicationLogger(passed: Logger | undefined, container: Container | undefined): Logger {
  if (container !== undefined) checkContainer(container);
  const bound = passed ?? (container && resolveInApplication(container, LOGGER, resolveLogger, 'config_invalid'));
  if (bound === undefined) return noopLogger;
  const name = passed === undefined ? `The LOGGER bound by ${APPLICATION}` : '"logger"';
  checkValue('logger', bound, { name, code: 'config_invalid' });
  return guardLogger(bound);
}
