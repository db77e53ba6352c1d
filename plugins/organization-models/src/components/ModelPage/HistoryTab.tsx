import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type {
  HistoryEntry,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useModelHistory } from '../../hooks/useModelHistory';
import { organizationModelsTranslationRef } from '../../translation';
import { Age } from '../Age/Age';
import { LabelledTable } from '../LabelledTable/LabelledTable';
import { LiveContent } from '../LiveContent/LiveContent';
import { Who } from '../Who/Who';
import { HistoryChanges } from './HistoryChanges';
import { RollbackButton } from './RollbackButton';

const PAGE_SIZE = 50;

/** What happened to the model and who did it, the newest first. */
export function HistoryTab(props: { model: Model; onChanged: () => void }) {
  const { model, onChanged } = props;
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const pages = useCursorPages(model.id);
  const history = useModelHistory(model.id, {
    limit: PAGE_SIZE,
    cursor: pages.cursor,
  });
  return (
    <LiveContent live={history}>
      {({ entries, next_cursor }) => (
        <Flex direction="column" gap="4">
          <HistoryTable
            entries={entries}
            model={model}
            onChanged={onChanged}
            isOutdated={history.state === 'ready' && history.isOutdated}
          />
          <Flex gap="2">
            {pages.index > 0 && (
              <Button variant="secondary" onPress={pages.showPrevious}>
                {t('model.history.newer')}
              </Button>
            )}
            {next_cursor && (
              <Button
                variant="secondary"
                onPress={() => pages.showNext(next_cursor)}
              >
                {t('model.history.older')}
              </Button>
            )}
          </Flex>
        </Flex>
      )}
    </LiveContent>
  );
}

function HistoryTable(props: {
  entries: HistoryEntry[];
  model: Model;
  isOutdated: boolean;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <LabelledTable
      label={t('model.tab.history')}
      rows={props.entries}
      rowId={({ id }) => id}
      isOutdated={props.isOutdated}
      empty={<Text color="secondary">{t('model.history.none')}</Text>}
      columns={[
        {
          id: 'at',
          isShort: true,
          label: t('model.history.at'),
          cell: ({ at }) => <Age at={at} />,
        },
        {
          id: 'kind',
          isShort: true,
          label: t('model.history.kind'),
          cell: ({ kind }) => t(`model.history.kinds.${kind}`),
        },
        {
          id: 'message',
          label: t('model.history.message'),
          isRowHeader: true,
          cell: entry => (
            <>
              {entry.message}
              <HistoryChanges changes={entry.changes} />
            </>
          ),
        },
        {
          id: 'actor',
          label: t('model.history.actor'),
          cell: ({ actor, via }) => (
            <>
              {actor ? <Who by={actor} /> : '–'}
              {via && ` · ${via}`}
            </>
          ),
        },
        {
          id: 'generation',
          label: t('model.history.generation'),
          cell: ({ generation }) => generation ?? '–',
        },
        {
          id: 'rollback',
          label: t('model.history.actions'),
          cell: ({ kind, generation }) =>
            kind === 'action' &&
            generation && (
              <RollbackButton
                model={props.model}
                generation={generation}
                onChanged={props.onChanged}
              />
            ),
        },
      ]}
    />
  );
}
