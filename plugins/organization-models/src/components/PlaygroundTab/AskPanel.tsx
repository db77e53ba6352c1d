import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, TextAreaField } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { Action } from '../../hooks/useAction';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { Panel } from '../Panel/Panel';
import styles from './PlaygroundTab.module.css';

/** One text, one answer. */
export function AskPanel(props: {
  title: string;
  label: string;
  text: string;
  onChange: (text: string) => void;
  action: Action;
  /** Further fields. */
  fields?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { title, label, text, onChange, action, fields, children } = props;
  return (
    <Panel title={title}>
      <form
        className={styles.ask}
        onSubmit={event => {
          event.preventDefault();
          action.run();
        }}
      >
        <TextAreaField
          label={label}
          rows={4}
          value={text}
          onChange={onChange}
        />
        {fields}
        <Flex>
          <Button
            type="submit"
            isDisabled={!text.trim()}
            loading={action.state === 'pending'}
          >
            {t('playground.send')}
          </Button>
        </Flex>
        {action.state === 'failed' && (
          <FailureNotice failure={action.failure} />
        )}
        {children}
      </form>
    </Panel>
  );
}
