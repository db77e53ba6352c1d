import type { z } from 'zod';
import type { modelSpec } from '../modelSpec';
import type { FieldProblem } from '../parsing/toFieldProblems';

/** A spec of which some fields may have been left out, since they are wrong. */
export type PartialSpec = Partial<z.output<typeof modelSpec>>;

/**
 * What no single field can tell. It names the field that has to change, and
 * never echoes a value that may be a secret.
 */
export type SpecRule = {
  /** The fields that it looks at: when one of them is wrong, it has nothing to say. */
  of: string[];
  find(spec: PartialSpec): FieldProblem[];
};
