import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Dialog, DialogHeader, DialogTrigger } from '@backstage/ui';
import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { RiEditLine } from '@remixicon/react';
import { useState } from 'react';
import { organizationName } from '../../organization/organizationName';
import { organizationModelsTranslationRef } from '../../translation';
import { QuotaFields } from './QuotaFields';

/** Lets an administrator set the limits of one organization. */
export function QuotaDialog(props: { quota: Quota; onChanged: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { quota, onChanged } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button variant="secondary" iconStart={<RiEditLine />}>
        {t('quota.edit.open')}
      </Button>
      <Dialog>
        <DialogHeader>
          {t('quota.edit.title', {
            name: organizationName(quota.organization_id),
          })}
        </DialogHeader>
        <QuotaFields
          quota={quota}
          onChanged={() => {
            setIsOpen(false);
            onChanged();
          }}
        />
      </Dialog>
    </DialogTrigger>
  );
}
