// Shows how `registerLmux` registers the clients of a configuration in the container of the application, and how decorators inject
// them into its classes. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
// This import comes first, since importing tsyringe fails without it.
import 'reflect-metadata';
import { isLmError, LOGGER, registerLmux } from '@lmux/core';
import { container } from 'tsyringe';
import { config, plugins } from './config.js';
import { ConsoleLogger } from './console-logger.js';
import { WelcomeService } from './welcome-service.js';

container.registerSingleton(LOGGER, ConsoleLogger);
registerLmux(container, { plugins, config });

const service = container.resolve(WelcomeService);
console.log(await service.welcome('Ada'));

// Disposing the container closes the clients. Calls then fail.
await container.dispose();
try {
  await service.welcome('Grace');
} catch (error) {
  if (!isLmError(error, 'closed')) throw error;
  console.log(`after dispose: ${error.code}`);
}
