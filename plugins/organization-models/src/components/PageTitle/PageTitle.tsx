import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Helmet } from 'react-helmet';
import { organizationModelsTranslationRef } from '../../translation';

/** What the browser's tab, its history and a bookmark call the page: without it, all pages of the portal the same. */
export function PageTitle({ title }: { title: string }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const portal = useApi(configApiRef).getOptionalString('app.title');
  const parts = [title, t('title'), portal ?? 'Backstage'];
  return <Helmet title={parts.join(' | ')} />;
}
