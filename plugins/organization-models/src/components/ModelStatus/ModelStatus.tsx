import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ModelStatus as Status } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  type RemixiconComponentType,
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiDeleteBinLine,
  RiLoader3Line,
  RiRefreshLine,
  RiStopCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { organizationModelsTranslationRef } from '../../translation';
import { Health, Tone } from '../Health/Health';

const APPEARANCE: Record<Status, { tone: Tone; Icon: RemixiconComponentType }> =
  {
    pending: { tone: 'unsure', Icon: RiTimeLine },
    creating: { tone: 'busy', Icon: RiLoader3Line },
    running: { tone: 'good', Icon: RiCheckboxCircleFill },
    updating: { tone: 'busy', Icon: RiRefreshLine },
    degraded: { tone: 'unsure', Icon: RiAlertFill },
    failed: { tone: 'bad', Icon: RiCloseCircleFill },
    stopped: { tone: 'quiet', Icon: RiStopCircleLine },
    deleting: { tone: 'quiet', Icon: RiDeleteBinLine },
  };

/** The status of a model in one word. */
export function ModelStatus({ status }: { status: Status }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { tone, Icon } = APPEARANCE[status];
  return (
    <Health tone={tone} icon={<Icon size={18} aria-hidden />}>
      {t(`status.${status}`)}
    </Health>
  );
}
