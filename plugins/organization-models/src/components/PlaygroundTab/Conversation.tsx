import { MarkdownContent } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import type { ChatMessage } from './ChatMessage';
import styles from './PlaygroundTab.module.css';
import type { Chat } from './useChat';

/** What was said; the newest stays in sight. */
export function Conversation({ chat }: { chat: Chat }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { messages, state } = chat;
  const list = useRef<HTMLOListElement>(null);
  const isWaiting =
    state === 'answering' && messages.at(-1)?.role !== 'assistant';
  useEffect(() => {
    list.current?.scrollTo?.({ top: list.current.scrollHeight });
  }, [messages]);
  return (
    <ol
      ref={list}
      className={styles.conversation}
      aria-label={t('playground.conversation')}
      aria-busy={state === 'answering'}
    >
      {messages.map((message, index) => (
        <li
          key={index}
          className={`${styles.message} ${styles[message.role]}`}
          aria-label={t(`playground.by.${message.role}`)}
        >
          {message.role === 'user' ? (
            message.content
          ) : (
            <Answer message={message} />
          )}
        </li>
      ))}
      {isWaiting && (
        <li className={`${styles.message} ${styles.assistant}`} role="status">
          <Text color="secondary">{t('playground.waiting')}</Text>
        </li>
      )}
    </ol>
  );
}

// An image of a stranger's server would tell it what was said: none is loaded
function Answer({ message }: { message: ChatMessage }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  return (
    <>
      {message.reasoning && (
        <details className={styles.reasoning}>
          <summary>{t('playground.reasoning')}</summary>
          {message.reasoning}
        </details>
      )}
      <MarkdownContent
        content={message.content}
        linkTarget="_blank"
        transformImageUri={() => ''}
      />
      {message.ending && (
        <Text variant="body-small" color="secondary">
          {t(`playground.ending.${message.ending}`)}
        </Text>
      )}
    </>
  );
}
