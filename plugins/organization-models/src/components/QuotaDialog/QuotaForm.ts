import {
  type FieldProblem,
  parseFields,
  type Quota,
  type QuotaLimits,
  quotaUpdate,
} from '@orgmodels/backstage-plugin-organization-models-common';

/** Limits as people fill them in; what is empty is unlimited. */
export type QuotaForm = {
  models: number | undefined;
  gpus: number | undefined;
  types: GpuTypeLimit[];
  cpu: string;
  memory: string;
};

export type GpuTypeLimit = {
  /** Tells lines apart while they are written. */
  key: number;
  type: string;
  gpus: number | undefined;
};

/** The limits that hold now. */
export function toQuotaForm({ hard }: Quota): QuotaForm {
  return {
    models: hard.models,
    gpus: hard.gpus,
    types: Object.entries(hard.gpus_by_type ?? {}).map(
      ([type, gpus], index) => ({ key: index, type, gpus }),
    ),
    cpu: hard.cpu ?? '',
    memory: hard.memory ?? '',
  };
}

/** What is sent, or the problems by the paths that the API has for them. */
export function readQuotaForm(
  form: QuotaForm,
):
  | { outcome: 'valid'; hard: QuotaLimits }
  | { outcome: 'invalid'; problems: FieldProblem[] } {
  const hard = toLimits(form);
  const lines = findLineProblems(form.types);
  const parsed = parseFields(quotaUpdate, { hard });
  const problems = [
    ...lines,
    ...(parsed.outcome === 'invalid' ? parsed.problems : []),
  ];
  return problems.length > 0
    ? { outcome: 'invalid', problems }
    : { outcome: 'valid', hard };
}

function toLimits({ models, gpus, types, cpu, memory }: QuotaForm) {
  const named = types.flatMap(({ type, gpus: limit }) =>
    type.trim() && limit !== undefined ? [[type.trim(), limit] as const] : [],
  );
  return {
    ...(models === undefined ? {} : { models }),
    ...(gpus === undefined ? {} : { gpus }),
    ...(named.length > 0 ? { gpus_by_type: Object.fromEntries(named) } : {}),
    ...(cpu.trim() ? { cpu: cpu.trim() } : {}),
    ...(memory.trim() ? { memory: memory.trim() } : {}),
  };
}

// What the body cannot show: lines that are half full, or there twice
function findLineProblems(types: GpuTypeLimit[]): FieldProblem[] {
  return types.flatMap(({ key, type, gpus }, index) => {
    const name = type.trim();
    const isAgain = types
      .slice(0, index)
      .some(other => other.type.trim() === name);
    return [
      ...(name === '' && gpus !== undefined
        ? [{ field: typeField(key), message: 'is needed' }]
        : []),
      ...(name !== '' && isAgain
        ? [{ field: typeField(key), message: 'is there twice' }]
        : []),
      ...(name !== '' && gpus === undefined
        ? [{ field: limitField(name), message: 'is needed' }]
        : []),
    ];
  });
}

/** Where problems of a line's type are shown; the API has no path for it. */
export function typeField(key: number): string {
  return `types.${key}`;
}

/** The path of a type's limit. */
export function limitField(type: string): string {
  return `hard.gpus_by_type.${type.trim()}`;
}
