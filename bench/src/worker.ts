/** The process of one client. It runs the tasks that it receives as messages, and replies with their cost. */
import { makeClient, type ClientName } from './clients/make-client.ts';
import { runTask, type Task } from './tasks.ts';

const [, , name = 'floor', origin = ''] = process.argv;
const client = await makeClient(name as ClientName, origin);

process.on('message', (task: Task) => {
  runTask(client, task).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String((error as Error)?.stack ?? error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
