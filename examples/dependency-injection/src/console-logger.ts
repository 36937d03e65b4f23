import type { LogFields, Logger } from '@lmux/core';
import { singleton } from 'tsyringe';

/** Prints the log messages of lmux, which logs nothing unless the container has a logger. */
@singleton()
export class ConsoleLogger implements Logger {
  debug(message: string, fields?: LogFields): void {
    this.print('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.print('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.print('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.print('error', message, fields);
  }

  private print(level: string, message: string, fields: LogFields = {}): void {
    console.log(`${level} [${message}] ${JSON.stringify(fields)}`);
  }
}
