import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Container, Flex, Header } from '@backstage/ui';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { usePageLinks } from '../../hooks/usePageLinks';
import { OrganizationBar } from '../../organization/OrganizationBar';
import { organizationModelsTranslationRef } from '../../translation';
import { Refusal } from './Refusal';
import { AdvancedFields } from './AdvancedFields';
import { FieldProblems } from '../Fields/FieldProblems';
import { ModelFields } from './ModelFields';
import styles from './NewModelPage.module.css';
import { PageTitle } from '../PageTitle/PageTitle';
import { PlanPanel } from '../Plan/PlanPanel';
import { problemsOf } from './problemsOf';
import { SizeFields } from './SizeFields';
import { useFocusOnProblem } from '../Fields/useFocusOnProblem';
import { useCreateModel } from './useCreateModel';
import { useModelForm } from './useModelForm';
import { usePlan } from './usePlan';

/** Says what is wanted; beside it stands what would happen. */
export function NewModelPage() {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const links = usePageLinks();
  const navigate = useNavigate();
  const { form, change, body, visibleProblems, touch, touchAll } =
    useModelForm();
  const { plan, planAgain } = usePlan(body);
  const { formRef, focusOnProblem } = useFocusOnProblem();
  const { creation, create } = useCreateModel({
    onCreated: model => navigate(links.model(model.id) ?? '..'),
    onPlanOutdated: planAgain,
    onRefused: focusOnProblem,
  });
  const problems = problemsOf({ visibleProblems, plan, creation, body });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    touchAll();
    if (!body) {
      focusOnProblem();
    } else {
      const isSeen = plan.state === 'ready' && !plan.isOutdated;
      create(body, isSeen ? plan.plan.plan_hash : undefined);
    }
  };

  return (
    <BreadcrumbEntry
      entry={{ label: t('newModel.title'), href: links.newModel ?? '' }}
    >
      <PageTitle title={t('newModel.title')} />
      <Header
        title={t('newModel.title')}
        description={t('newModel.description')}
        customActions={<OrganizationBar />}
      />
      <Container>
        <FieldProblems.Provider value={{ problems, touch }}>
          <div className={styles.columns}>
            <form
              ref={formRef}
              className={styles.form}
              onSubmit={submit}
              noValidate
              aria-label={t('newModel.title')}
            >
              <ModelFields form={form} change={change} />
              <SizeFields form={form} change={change} />
              <AdvancedFields form={form} change={change} />
              {creation.state === 'failed' && (
                <Refusal failure={creation.failure} />
              )}
              <Flex gap="2">
                <Button
                  type="submit"
                  variant="primary"
                  isPending={creation.state === 'pending'}
                >
                  {t('newModel.create')}
                </Button>
                <ButtonLink variant="secondary" href={links.models}>
                  {t('newModel.cancel')}
                </ButtonLink>
              </Flex>
            </form>
            <div className={styles.plan}>
              <PlanPanel plan={plan} />
            </div>
          </div>
        </FieldProblems.Provider>
      </Container>
    </BreadcrumbEntry>
  );
}
