import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonIcon,
  Flex,
  NumberField,
  TextField,
} from '@backstage/ui';
import { RiAddLine, RiCloseLine } from '@remixicon/react';
import { organizationModelsTranslationRef } from '../../translation';
import { useField } from '../Fields/FieldProblems';
import { toOptionalNumber } from '../Fields/toOptionalNumber';
import { type GpuTypeLimit, limitField, typeField } from './QuotaForm';
import styles from './QuotaDialog.module.css';

/** A line for each type of GPU that has a limit of its own. */
export function GpuTypeFields(props: {
  types: GpuTypeLimit[];
  onChange: (types: GpuTypeLimit[]) => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { types, onChange } = props;
  const nextKey = Math.max(-1, ...types.map(({ key }) => key)) + 1;
  return (
    <Flex direction="column" gap="3">
      {types.map(line => (
        <GpuTypeLine
          key={line.key}
          line={line}
          onChange={changed =>
            onChange(types.map(other => (other === line ? changed : other)))
          }
          onRemove={() => onChange(types.filter(other => other !== line))}
        />
      ))}
      <div>
        <Button
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() =>
            onChange([...types, { key: nextKey, type: '', gpus: undefined }])
          }
        >
          {t('quota.edit.addType')}
        </Button>
      </div>
    </Flex>
  );
}

function GpuTypeLine(props: {
  line: GpuTypeLimit;
  onChange: (line: GpuTypeLimit) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { line, onChange, onRemove } = props;
  const nameField = useField(typeField(line.key));
  const gpusField = useField(limitField(line.type));
  return (
    <div className={styles.line}>
      <TextField
        {...nameField}
        label={t('quota.edit.type')}
        placeholder="H100"
        value={line.type}
        onChange={type => onChange({ ...line, type })}
        autoComplete="off"
        spellCheck="false"
      />
      <NumberField
        {...gpusField}
        label={
          line.type
            ? t('quota.resource.gpusOfType', { type: line.type })
            : t('quota.edit.gpusOfThisType')
        }
        value={line.gpus ?? NaN}
        onChange={gpus => onChange({ ...line, gpus: toOptionalNumber(gpus) })}
      />
      <ButtonIcon
        className={styles.remove}
        variant="tertiary"
        icon={<RiCloseLine />}
        aria-label={t('quota.edit.removeType', { type: line.type })}
        onPress={onRemove}
      />
    </div>
  );
}
