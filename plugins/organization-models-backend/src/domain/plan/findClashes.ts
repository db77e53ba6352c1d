import type { Manifest } from '../facts/ResolvedModel';

type Fields = Record<string, unknown>;

/** Fields of which an object may have one, or none. */
const OPTIONAL_UNIONS = [['value', 'valueFrom']];
/** Fields of which an object has to have one, and may have no other. */
const UNIONS = [
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
  | { op: 'add' | 'replace'; path: string; value: unknown };

/**
 * What somebody else put beside our fields and the API server takes only
 * instead of them: a value for a variable that we read from a Secret, a second
 * kind of a probe or volume, how a `Recreate` rolls, our port under another
 * number. An apply leaves what it does not name, and is refused.
 */
export function findClashes(object: Fields, manifest: Manifest): Clash[] {
  return [
    ...findRolling(object, manifest),
    ...compare(manifest.spec, object.spec, '/spec'),
    ...findPorts(object, manifest),
  ];
}

function findRolling(object: Fields, manifest: Manifest): Clash[] {
  const ours = strategyOf(manifest);
  const theirs = strategyOf(object);
  return ours?.type === 'Recreate' && theirs?.rollingUpdate
    ? [remove('/spec/strategy/rollingUpdate')]
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

function compare(ours: unknown, theirs: unknown, pointer: string): Clash[] {
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
  const within = Object.keys(ours).flatMap(field =>
    compare(ours[field], theirs[field], `${pointer}/${escape(field)}`),
  );
  return [
    ...OPTIONAL_UNIONS.flatMap(union => findOthers(union, ours, theirs)).map(
      field => remove(`${pointer}/${field}`),
    ),
    ...UNIONS.flatMap(union => exchange(union, { ours, theirs, pointer })),
    ...within,
  ];
}

// Without any of them the object would not be taken either
function exchange(
  union: string[],
  { ours, theirs, pointer }: { ours: Fields; theirs: Fields; pointer: string },
): Clash[] {
  const others = findOthers(union, ours, theirs);
  const missing = union.filter(field => field in ours && !(field in theirs));
  return others.length === 0
    ? []
    : [
        ...others.map(field => remove(`${pointer}/${field}`)),
        ...missing.map(
          (field): Clash => ({
            op: 'add',
            path: `${pointer}/${field}`,
            value: ours[field],
          }),
        ),
      ];
}

/** What is there of a union of which we have another field. */
function findOthers(union: string[], ours: Fields, theirs: Fields): string[] {
  return union.some(field => field in ours)
    ? union.filter(field => !(field in ours) && field in theirs)
    : [];
}

function remove(path: string): Clash {
  return { op: 'remove', path };
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
