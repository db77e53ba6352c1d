import type { ModelForm } from './ModelForm';

/** What every group of fields gets. */
export type FieldsProps = {
  form: ModelForm;
  change: (changes: Partial<ModelForm>) => void;
};

/** A number field hands over NaN when it is empty. */
export function toOptionalNumber(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
