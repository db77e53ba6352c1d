import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import {
  modelAdoptPermission,
  type Workload,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useWorkloads } from '../../hooks/useWorkloads';
import { useOrganization } from '../../organization/OrganizationContext';
import { organizationModelsTranslationRef } from '../../translation';
import { ChangeDialog } from '../ChangeDialog/ChangeDialog';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { ModelStatus } from '../ModelStatus/ModelStatus';
import { Panel } from '../Panel/Panel';

/** Workloads that could be models; nothing where there are none. */
export function UnmanagedPanel() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const workloads = useWorkloads();
  const mayNotAdopt = useIsDenied(modelAdoptPermission);
  if (workloads.state !== 'ready') {
    return null;
  }
  const unmanaged = workloads.data.models.filter(
    ({ is_managed }) => !is_managed,
  );
  if (unmanaged.length === 0) {
    return null;
  }
  return (
    <Panel title={t('models.unmanaged.title')}>
      <Flex direction="column" gap="4">
        <Text as="p" color="secondary">
          {t('models.unmanaged.description')}
        </Text>
        <LabelledTable
          label={t('models.unmanaged.title')}
          rows={unmanaged}
          rowId={({ cluster, namespace, name }) =>
            [cluster, namespace, name].join('/')
          }
          columns={[
            {
              id: 'name',
              label: t('models.column.name'),
              isRowHeader: true,
              cell: ({ name }) => name,
            },
            {
              id: 'place',
              label: t('models.unmanaged.place'),
              cell: ({ cluster, namespace }) => `${cluster} / ${namespace}`,
            },
            {
              id: 'status',
              label: t('models.column.status'),
              cell: ({ status }) => <ModelStatus status={status} />,
            },
            {
              id: 'adopt',
              label: t('models.unmanaged.adopt'),
              cell: workload =>
                !mayNotAdopt &&
                workload.kind === 'Deployment' && (
                  <AdoptButton
                    workload={workload}
                    onAdopted={workloads.refresh}
                  />
                ),
            },
          ]}
        />
      </Flex>
    </Panel>
  );
}

function AdoptButton(props: { workload: Workload; onAdopted: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { onAdopted, workload } = props;
  const { cluster, namespace, name } = workload;
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const body = { cluster, namespace, name };
  const change = {
    title: t('models.unmanaged.adoptTitle', { name }),
    plan: () => api.planAdoption(body, { organization }),
    apply: async (plan_hash: string) => {
      await api.adoptWorkload({ ...body, plan_hash }, { organization });
      onAdopted();
    },
  };
  return (
    <ChangeDialog change={change}>
      <Button
        size="small"
        variant="secondary"
        aria-label={t('models.unmanaged.adoptLabel', { name })}
      >
        {t('models.unmanaged.adopt')}
      </Button>
    </ChangeDialog>
  );
}
