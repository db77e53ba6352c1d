import type { ModelForm } from './ModelForm';

/** What every group of fields gets. */
export type FieldsProps = {
  form: ModelForm;
  change: (changes: Partial<ModelForm>) => void;
};
