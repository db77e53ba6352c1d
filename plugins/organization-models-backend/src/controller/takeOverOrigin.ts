import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../cluster/connection/errors';
import { takeOver } from '../cluster/objects/takeOver';
import type { RawObject } from '../cluster/connection/RawObject';
import { writeAsRead } from '../cluster/objects/writeAsRead';
import type { Origin } from '../domain/facts/Origin';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import {
  OWNER_ANNOTATIONS,
  OWNER_LABELS,
  toLabelValue,
} from '../domain/ownership/ownership';
import type { ApplyProblem } from '../domain/pass/Pass';
import { toProblem } from './applyPlan';

/**
 * Takes over what an adopted model was made of: exactly the objects that were
 * agreed to, each as it stands. What is not there any more, or another by now,
 * is left to the pass.
 *
 * @returns why some of it could not be had
 */
export async function takeOverOrigin(
  model: StoredModel,
  { objects: wanted }: Origin,
  options: {
    manifests: Manifest[];
    objects: ClusterObjects;
    signal: AbortSignal;
  },
): Promise<ApplyProblem[]> {
  const problems: ApplyProblem[] = [];
  for (const { kind, name, uid } of wanted) {
    try {
      await takeOverOne({ kind, name, uid }, model, options);
    } catch (error) {
      if (error instanceof ClusterRequestError) {
        problems.push(toProblem({ kind, name }, error));
      } else if (!(error instanceof ClusterUnreachableError)) {
        throw error;
      }
    }
  }
  return problems;
}

async function takeOverOne(
  { kind, name, uid }: Origin['objects'][number],
  model: StoredModel,
  options: Parameters<typeof takeOverOrigin>[2],
): Promise<void> {
  const { manifests, objects } = options;
  const manifest = manifests.find(
    candidate => candidate.kind === kind && candidate.metadata.name === name,
  );
  const target = manifest ?? secretOf(name, manifests[0]);
  const read = () => readObject({ kind, name }, model, objects);
  const before = await read();
  if (before?.metadata.uid === uid && !isLabelled(before, model, objects)) {
    await writeAsRead(before, {
      read,
      write: object => takeOver(target, object, options),
    });
  }
}

function isLabelled(
  object: RawObject,
  { id, organizationId }: StoredModel,
  objects: ClusterObjects,
): boolean {
  return (
    objects.isOf(id, object) &&
    object.metadata.labels?.[OWNER_LABELS.organization] ===
      toLabelValue(organizationId)
  );
}

// The content of a Secret is nobody's business
async function readObject(
  { kind, name }: { kind: string; name: string },
  { namespace }: StoredModel,
  objects: ClusterObjects,
): Promise<RawObject | undefined> {
  if (kind !== 'Secret') {
    return objects.read(kind, namespace, name);
  }
  const metadata = await objects.readMetadata(kind, namespace, name);
  return metadata && { metadata };
}

// Of a Secret everything but its content is as of all others
function secretOf(name: string, { metadata }: Manifest): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...metadata,
      name,
      annotations: { [OWNER_ANNOTATIONS.writtenFor]: '1' },
    },
  };
}
