import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, TablePagination } from '@backstage/ui';
import {
  modelCreatePermission,
  type ModelList as Models,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { RiRobot2Line, RiSearchLine } from '@remixicon/react';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useIsDenied } from '../../hooks/useIsDenied';
import { useModels } from '../../hooks/useModels';
import { usePageLinks } from '../../hooks/usePageLinks';
import { organizationModelsTranslationRef } from '../../translation';
import { EmptyState } from '../EmptyState/EmptyState';
import { LiveContent } from '../LiveContent/LiveContent';
import { ModelFilterBar } from './ModelFilterBar';
import { ModelsTable } from './ModelsTable';
import { ModelFilters, toSortText, useModelFilters } from './useModelFilters';

const PAGE_SIZE = 50;

/** The filters and what they let through, page by page. */
export function ModelList() {
  const { filters, change } = useModelFilters();
  const pages = useCursorPages(JSON.stringify(filters));
  const models = useModels({
    q: filters.search || undefined,
    status: filters.statuses.length > 0 ? filters.statuses : undefined,
    sort: toSortText(filters.sort),
    limit: PAGE_SIZE,
    cursor: pages.cursor,
  });
  return (
    <LiveContent live={models}>
      {list =>
        list.total === 0 && !isFiltered(filters) ? (
          <NoModels />
        ) : (
          <Flex direction="column" gap="4">
            <ModelFilterBar filters={filters} onChange={change} />
            <ModelsTable
              models={list.models}
              isOutdated={models.state === 'ready' && models.isOutdated}
              sort={filters.sort}
              onSort={sort => change({ sort })}
              empty={
                <NothingFound
                  onClear={() => change({ search: '', statuses: [] })}
                />
              }
            />
            <ModelPages list={list} pages={pages} />
          </Flex>
        )
      }
    </LiveContent>
  );
}

function isFiltered({ search, statuses }: ModelFilters): boolean {
  return search !== '' || statuses.length > 0;
}

function ModelPages(props: {
  list: Models;
  pages: ReturnType<typeof useCursorPages>;
}) {
  const { list, pages } = props;
  const { next_cursor } = list;
  return list.total > PAGE_SIZE ? (
    <TablePagination
      pageSize={PAGE_SIZE}
      showPageSizeOptions={false}
      offset={pages.index * PAGE_SIZE}
      totalCount={list.total}
      hasNextPage={next_cursor !== undefined}
      hasPreviousPage={pages.index > 0}
      onNextPage={() => next_cursor && pages.showNext(next_cursor)}
      onPreviousPage={pages.showPrevious}
    />
  ) : null;
}

function NoModels() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { newModel } = usePageLinks();
  const mayNotDeploy = useIsDenied(modelCreatePermission);
  return (
    <EmptyState
      icon={<RiRobot2Line size={48} />}
      title={t('models.none.title')}
      description={t('models.none.description')}
      action={
        !mayNotDeploy && (
          <ButtonLink variant="primary" href={newModel}>
            {t('models.none.deploy')}
          </ButtonLink>
        )
      }
    />
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <EmptyState
      icon={<RiSearchLine size={32} />}
      title={t('models.nothingFound')}
      action={
        <Button variant="secondary" onPress={onClear}>
          {t('models.clearFilters')}
        </Button>
      }
    />
  );
}
