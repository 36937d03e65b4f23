import { callBack } from './call-back.js';
import { noopLogger, type LogFields, type Logger } from './logger.js';

/** The guarded loggers by the logger that they call, so that a logger is guarded once. */
const guarded = new WeakMap<Logger, Logger>();

/** Returns a logger whose methods never throw, whatever the application's logger does. The default logger is returned unchanged. */
export function guardLogger(logger: Logger): Logger {
  if (logger === noopLogger) return logger;
  const known = guarded.get(logger);
  if (known !== undefined) return known;
  const guard =
    (level: keyof Logger) =>
    (message: string, fields?: LogFields): void =>
      callBack(`logger.${level}`, logger, () => logger[level](message, fields));
  const safe: Logger = { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') };
  guarded.set(logger, safe);
  guarded.set(safe, safe);
  return safe;
}
