import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  aContainer,
  aReadyPod,
} from '../../domain/__testUtils__/observedFacts';
import type { ContainerLogs } from './ContainerLogs';
import { DefaultLogService } from './DefaultLogService';

const MODEL = { id: 'mdl_1', cluster: 'test' } as Model;
const REQUEST = {
  ...{ pod: undefined, container: undefined, since: undefined },
  ...{ tailLines: 10, previous: false, follow: false },
};

/** Logs of pods, of which one is on a node that is gone. */
function open(pods: string[]) {
  const logs: Pick<ContainerLogs, 'open'> = {
    async open({ pod }) {
      if (pod === 'lost') {
        throw new Error('dial tcp 10.0.0.7:10250: no route to host');
      }
      const line = `2026-01-01T00:00:01Z of ${pod}\n`;
      return { outcome: 'opened', chunks: toChunks(line) };
    },
  };
  const model = {
    events: [],
    pods: pods.map(name =>
      aReadyPod({ name, containers: [aContainer({ name: 'vllm' })] }),
    ),
  };
  return new DefaultLogService({
    observations: { read: async () => ({ observation: { model } }) } as never,
    crashLogs: { read: async () => [] } as never,
    logs: logs as ContainerLogs,
    now: () => new Date(),
    pause: async () => {},
  });
}

async function* toChunks(text: string) {
  yield Buffer.from(text);
}

describe('DefaultLogService', () => {
  const { signal } = new AbortController();

  it('reads what it can where a node is gone, and says what it cannot', async () => {
    const lines = [];
    const service = open(['lost', 'there']);
    for await (const line of await service.read(MODEL, REQUEST, signal)) {
      lines.push(line);
    }
    expect(lines).toMatchObject([
      {
        pod: 'lost',
        marker: 'unreachable',
        line: expect.stringContaining('no route to host'),
      },
      { pod: 'there', line: 'of there' },
    ]);
  });

  it('fails where it can read nothing', async () => {
    await expect(open(['lost']).read(MODEL, REQUEST, signal)).rejects.toThrow(
      'no route to host',
    );
  });
});
