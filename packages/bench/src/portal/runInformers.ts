import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { answerMemory } from './answerMemory';

/*
 * client-node's informers in a process of their own, as its README shows them:
 * see InformerProcess.
 */

const config = new KubeConfig();
config.loadFromFile(process.argv[2]);
const core = config.makeApiClient(CoreV1Api);
const informer = makeInformer(config, '/api/v1/pods', () =>
  core.listPodForAllNamespaces(),
);

process.on('message', async ({ id, ask }: { id: number; ask: string }) => {
  if (ask === 'memory') {
    process.send?.({ id, answer: answerMemory() });
  } else if (ask === 'fill') {
    await informer.start();
    process.send?.({ id, answer: informer.list().length });
  }
});
process.once('disconnect', () => process.exit());
process.send?.({ ready: true });
