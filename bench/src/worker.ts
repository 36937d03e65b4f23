/** The process of one client: does what it is told by messages, and answers with what it cost. */
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
