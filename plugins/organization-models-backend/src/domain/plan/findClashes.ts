import type { Manifest } from '../facts/ResolvedModel';

type Fields = Record<string, unknown>;

/** Fields of which an object may have only one. */
const UNIONS = [
  ['value', 'valueFrom'],
  ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'],
  [
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'hostPath',
    'nfs',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
];

/** A JSON patch that makes room for our fields. */
export type Clash =
  | { op: 'remove'; path: string }
  | { op: 'replace'; path: string; value: unknown };

/**
 * What somebody else put beside our fields and the API server takes only
 * instead of them: a value for a variable that we read from a Secret, a second
 * kind of a probe or volume, how a `Recreate` rolls, our port under another
 * number. An apply leaves what it does not name, and is refused.
 */
export function findClashes(object: Fields, manifest: Manifest): Clash[] {
  const paths = [
    ...findRolling(object, manifest),
    ...compare(manifest.spec, object.spec, '/spec'),
  ];
  return [
    ...paths.map((path): Clash => ({ op: 'remove', path })),
    ...findPorts(object, manifest),
  ];
}

function findRolling(object: Fields, manifest: Manifest): string[] {
  const ours = strategyOf(manifest);
  const theirs = strategyOf(object);
  return ours?.type === 'Recreate' && theirs?.rollingUpdate
    ? ['/spec/strategy/rollingUpdate']
    : [];
}

// A Service's ports are told apart by number: one that was changed is a second
// one of the same name. A Service without any port is none
function findPorts(object: Fields, manifest: Manifest): Clash[] {
  const ours = portsOf(manifest);
  const isTaken = portsOf(object).some(({ name, port }) =>
    ours.some(our => our.name === name && our.port !== port),
  );
  return isTaken ? [{ op: 'replace', path: '/spec/ports', value: ours }] : [];
}

function portsOf({ spec }: Fields): Fields[] {
  return (spec as { ports?: Fields[] } | undefined)?.ports ?? [];
}

function strategyOf({ spec }: Fields): Fields | undefined {
  return (spec as { strategy?: Fields } | undefined)?.strategy;
}

function compare(ours: unknown, theirs: unknown, pointer: string): string[] {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.flatMap(item => {
      const place = theirs.findIndex(other => isNamedAs(other, item));
      return place < 0
        ? []
        : compare(item, theirs[place], `${pointer}/${place}`);
    });
  }
  if (!isFields(ours) || !isFields(theirs)) {
    return [];
  }
  const clashing = UNIONS.filter(union => union.some(field => field in ours))
    .flat()
    .filter(field => !(field in ours) && field in theirs);
  const within = Object.keys(ours).flatMap(field =>
    compare(ours[field], theirs[field], `${pointer}/${escape(field)}`),
  );
  return [...clashing.map(field => `${pointer}/${field}`), ...within];
}

function isNamedAs(other: unknown, item: unknown): boolean {
  return (
    isFields(other) &&
    isFields(item) &&
    item.name !== undefined &&
    other.name === item.name
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escape(field: string): string {
  return field.replaceAll('~', '~0').replaceAll('/', '~1');
}
