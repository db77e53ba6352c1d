import { inspect } from 'node:util';
import type { V1Pod } from '@kubernetes/client-node';
import { useCluster } from '@orgmodels/dev-cluster';
import fc from 'fast-check';
import {
  admitPods,
  createNodes,
  createPods,
  createRunning,
  createVolumes,
  injectSidecars,
  readFacts,
  readPlaced,
} from '../../__testUtils__/schedulerOracle';
import { arbitraryFitCase } from '../../domain/placement/__testUtils__/arbitraryFitCase';
import { buildFitCase } from '../../domain/placement/__testUtils__/buildFitCase';
import { assessFit } from '../../domain/placement/assessFit';
import {
  toReplica,
  type PlacedPodSpec,
} from '../../domain/placement/toReplica';

const CASES = 320;

/**
 * The oracle of the fit check: made-up clusters, all inside one real cluster
 * and kept apart by a label, and the real scheduler, which has to place as many
 * replicas of a made-up model as the check said from the watched facts.
 *
 * Shrinking would need the scheduler for each step; a failure prints the seed
 * instead, which `FIT_SEED` repeats, and the case.
 */
describe('assessFit and kube-scheduler', () => {
  const cluster = useCluster({
    crds: [],
    nodes: [],
    scenarios: false,
    disableQpsLimits: true,
  });

  it(`agree on ${CASES} random clusters`, async () => {
    const seed = Number(process.env.FIT_SEED ?? Date.now() % 2 ** 31);
    const cases = buildCases(seed);
    const clients = cluster.clients();
    const playground = { clients, namespace: await cluster.namespace() };
    const replicas = cases.flatMap(each => each.replicas);

    await injectSidecars(playground, cluster);
    await createNodes(
      playground,
      cases.flatMap(each => each.nodes),
    );
    await createVolumes(
      playground,
      cases.flatMap(each => each.volume ?? []),
    );
    await createRunning(
      playground,
      cases.flatMap(each => each.running),
    );
    const answers = assessAll(cases, {
      admitted: await admitPods(
        playground,
        cases.map(each => each.replicas[0]),
      ),
      nodes: await readFacts(playground),
      namespace: playground.namespace,
    });
    await createPods(playground, replicas);
    const placed = await readPlaced(playground, { replicas: replicas.length });

    const disagreements = cases.flatMap(({ id, fitCase }, index) => {
      const answer = answers[index];
      const ours = Math.min(answer.fittingReplicas, answer.wantedReplicas);
      const scheduler = placed.get(id);
      return ours === scheduler ? [] : [{ ours, scheduler, answer, fitCase }];
    });
    if (disagreements.length > 0) {
      const first = inspect(disagreements[0], { depth: 10 });
      throw new Error(
        `seed ${seed}: ${disagreements.length} disagreements, the first: ${first}`,
      );
    }
    // agreement means nothing where the answer is always the same
    for (const verdict of ['fits', 'now', 'never']) {
      const same = answers.filter(answer => answer.verdict === verdict);
      expect(same.length).toBeGreaterThan(CASES / 20);
    }
  }, 600_000);
});

type Case = ReturnType<typeof buildCases>[number];

function buildCases(seed: number) {
  return fc
    .sample(arbitraryFitCase, { numRuns: CASES, seed })
    .map((fitCase, index) => {
      const id = `case-${index}`;
      return { id, fitCase, ...buildFitCase(fitCase, id) };
    });
}

function assessAll(
  cases: Case[],
  {
    nodes,
    namespace,
    admitted,
  }: {
    nodes: Awaited<ReturnType<typeof readFacts>>;
    namespace: string;
    /** The first replica of each, as the API server would make it. */
    admitted: V1Pod[];
  },
) {
  return cases.map(({ replicas, volume }, index) => {
    const replica = admitted[index];
    return assessFit({
      nodes,
      replicas: replicas.length,
      identity: { namespace, labels: replica.metadata?.labels ?? {} },
      replica: toReplica(replica.spec as PlacedPodSpec, {
        labels: replica.metadata?.labels,
        volumes: volume && [
          {
            claim: volume.claim.metadata.name,
            nodes: volume.volume.spec.nodeAffinity.required.nodeSelectorTerms,
          },
        ],
      }),
    });
  });
}
