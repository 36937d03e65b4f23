import type { Instance } from '../../../shared/models/instance.js';
import type { LoadStep } from '../../../shared/models/load-request.js';
import { loadJustInTime } from '../../load-just-in-time.js';
import { loadRefusal } from '../models/manage-models.js';
import type { ChatRun } from './chat-run.js';

/** Starts a chat and returns its instance. Loads the model first if needed and emits the load events. */
export async function openChat(run: ChatRun): Promise<Instance> {
  const { context, exchange, plan, output, emit } = run;
  const { found, body } = plan;
  if (found.kind === 'instance') {
    output.instanceId = found.instance.id;
    exchange.notes.model = found.instance.id;
    await emit({ type: 'chat.start', model_instance_id: found.instance.id });
    return found.instance;
  }
  try {
    return await loadJustInTime(context.registry, found.model, {
      options: { contextLength: body.context_length },
      onStep: (step) => report(run, step),
    });
  } catch (error) {
    throw loadRefusal(error, found.model);
  }
}

/**
 * Emits the events of a load step without waiting for them, because the load must not depend on how fast the client
 * reads.
 */
function report({ exchange, output, emit }: ChatRun, step: LoadStep): void {
  const { id } = step.instance;
  switch (step.kind) {
    case 'start':
      output.instanceId = id;
      exchange.notes.model = id;
      void emit({ type: 'chat.start', model_instance_id: id });
      void emit({ type: 'model_load.start', model_instance_id: id });
      break;
    case 'progress':
      void emit({ type: 'model_load.progress', model_instance_id: id, progress: step.progress });
      break;
    case 'end':
      output.loadSeconds = step.seconds;
      void emit({ type: 'model_load.end', model_instance_id: id, load_time_seconds: step.seconds });
      break;
    default:
      step satisfies never;
  }
}
