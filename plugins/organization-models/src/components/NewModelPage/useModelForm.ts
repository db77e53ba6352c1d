import {
  type CreateBody,
  type FieldProblem,
  parseModelSpec,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useMemo, useState } from 'react';
import { EMPTY_FORM, ModelForm, toCreateBody } from './ModelForm';

/** The form's fields, what they say together, and what is wrong with it. */
export function useModelForm() {
  const [form, setForm] = useState<ModelForm>(EMPTY_FORM);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isAllTouched, setIsAllTouched] = useState(false);

  const { body, problems } = useMemo(() => read(form), [form]);
  return {
    form,
    change: (changes: Partial<ModelForm>) =>
      setForm(previous => ({ ...previous, ...changes })),
    /** `undefined` while something is wrong with it. */
    body,
    /** What the user may be told already: nobody is blamed while typing. */
    visibleProblems: problems.filter(
      ({ field }) => isAllTouched || touched.has(field),
    ),
    touch: (field: string) =>
      setTouched(previous => new Set([...previous, field])),
    touchAll: () => setIsAllTouched(true),
  };
}

function read(form: ModelForm): {
  body?: CreateBody;
  problems: FieldProblem[];
} {
  const body = toCreateBody(form);
  // Parsed as it goes over the wire: without what is undefined
  const parsed = parseModelSpec(JSON.parse(JSON.stringify(body)));
  return parsed.outcome === 'valid'
    ? { body, problems: [] }
    : { problems: [...missingSource(body), ...parsed.problems] };
}

// The form knows no other source; the API tells only once the rest is right
function missingSource({ huggingface_id }: CreateBody): FieldProblem[] {
  return huggingface_id
    ? []
    : [{ field: 'huggingface_id', message: 'is needed' }];
}
