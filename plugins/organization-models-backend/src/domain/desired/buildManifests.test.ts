import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import type { DesiredContext, Manifest } from '../facts/ResolvedModel';
import { buildManifests } from './buildManifests';
import { IDLE_PROGRAM } from './pod/idleProgram';
import { buildScaleManifest } from './buildScaleManifest';
import { GOLDEN_CONTEXTS, contextOf } from './__fixtures__/contexts';
import { OWNER_ANNOTATIONS, OWNER_LABELS } from '../ownership/ownership';

const FIXTURES = join(__dirname, '__fixtures__');

/**
 * The golden files are what clusters hold: a changed file restarts pods of
 * everybody who upgrades. Renew them knowingly, with
 * `RENEW_GOLDEN_FILES=1 yarn test buildManifests`, and say so in the changes.
 */
const RENEW = process.env.RENEW_GOLDEN_FILES === '1';

describe('buildManifests', () => {
  it.each(Object.entries(GOLDEN_CONTEXTS))(
    'gives the bytes of %s.golden.yaml',
    (name, context) => {
      const file = join(FIXTURES, `${name}.golden.yaml`);
      const text = toYaml(context);
      if (RENEW) {
        writeFileSync(file, text);
      }
      expect(text).toBe(readFileSync(file, 'utf8'));
    },
  );

  it('has no golden file without a context', () => {
    const files = readdirSync(FIXTURES).filter(file =>
      file.endsWith('.golden.yaml'),
    );
    expect(files.map(file => basename(file, '.golden.yaml')).sort()).toEqual(
      Object.keys(GOLDEN_CONTEXTS).sort(),
    );
  });

  it('does not depend on the order of keys in the spec', () => {
    const context = GOLDEN_CONTEXTS['every-requirement'];
    const reversed = {
      ...context,
      spec: reverseKeys(context.spec) as DesiredContext['spec'],
    };
    expect(JSON.stringify(buildManifests(reversed))).toBe(
      JSON.stringify(buildManifests(context)),
    );
  });

  it('changes the hash of those objects alone that differ', () => {
    const context = GOLDEN_CONTEXTS['older-engine-autoscaled'];
    const resolved = { ...context.resolved, memory: '32Gi' };
    const changed = hashes(buildManifests({ ...context, resolved }));
    const before = hashes(buildManifests(context));
    expect(changed.Deployment).not.toBe(before.Deployment);
    expect({ ...changed, Deployment: '' }).toEqual({
      ...before,
      Deployment: '',
    });
  });

  it('sleeps by a command before a container is stopped, where that has to be', () => {
    const [deployment] = buildManifests(
      contextOf({
        body: { name: 'a', model_type: 'chat', huggingface_id: 'a/b' },
        resolved: { sleepsByCommand: true },
      }),
    ).filter(({ kind }) => kind === 'Deployment');
    const [{ lifecycle }] = (deployment.spec as any).template.spec.containers;
    expect(lifecycle).toEqual({
      preStop: { exec: { command: ['sleep', expect.stringMatching(/^\d+$/)] } },
    });
  });

  it('waits for an idle engine before it is stopped, where requests would be left behind', () => {
    const [deployment] = buildManifests(
      contextOf({
        body: { name: 'a', model_type: 'chat', huggingface_id: 'a/b' },
        resolved: { stopsWhenIdle: true, command: ['vllm'], args: ['serve'] },
      }),
    ).filter(({ kind }) => kind === 'Deployment');
    const [{ lifecycle }] = (deployment.spec as any).template.spec.containers;
    expect(lifecycle.preStop.exec.command).toEqual([
      'python3',
      '-c',
      IDLE_PROGRAM,
      'http://127.0.0.1:8000/metrics',
      '10',
      '60',
      'vllm:num_requests_running|vllm:num_requests_waiting',
    ]);
  });

  it('never says spec.replicas', () => {
    for (const context of Object.values(GOLDEN_CONTEXTS)) {
      const deployment = ofKind(buildManifests(context), 'Deployment');
      expect(deployment?.spec).not.toHaveProperty('replicas');
    }
  });

  it('leaves out what only people read', () => {
    const body = {
      name: 'a',
      model_type: 'chat',
      huggingface_id: 'a/b',
    } as const;
    const plain = contextOf({ body });
    const described = contextOf({
      body: {
        ...body,
        display_name: 'A',
        description: 'B',
        tags: ['c'],
        is_public: true,
      },
    });
    expect(hashes(buildManifests(described))).toEqual(
      hashes(buildManifests(plain)),
    );
  });

  it('lets no label of the cluster take the place of ours', () => {
    const context = contextOf({
      body: { name: 'a', model_type: 'chat', huggingface_id: 'a/b' },
      context: {
        podSettings: {
          imagePullSecrets: [],
          env: [],
          labels: { [OWNER_LABELS.model]: 'mdl_of_somebody_else' },
          annotations: {},
        },
      },
    });
    const deployment = ofKind(buildManifests(context), 'Deployment');
    expect(deployment).toMatchObject({
      spec: {
        template: {
          metadata: { labels: { [OWNER_LABELS.model]: context.modelId } },
        },
      },
    });
  });
});

function toYaml(context: DesiredContext): string {
  const scale = buildScaleManifest(context);
  const documents = [...buildManifests(context), ...(scale ? [scale] : [])];
  return documents
    .map(document => stringify(document, { lineWidth: 0 }))
    .join('---\n');
}

function reverseKeys(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reverseKeys(inner)]),
      )
    : value;
}

function ofKind(manifests: Manifest[], kind: string): Manifest | undefined {
  return manifests.find(manifest => manifest.kind === kind);
}

function hashes(manifests: Manifest[]): Record<string, string | undefined> {
  return Object.fromEntries(
    manifests.map(({ kind, metadata }) => [
      kind,
      metadata.annotations?.[OWNER_ANNOTATIONS.contentHash],
    ]),
  );
}
