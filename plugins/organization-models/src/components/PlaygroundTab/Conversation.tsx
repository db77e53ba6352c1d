import { MarkdownContent } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { CopyButton } from '../CopyButton/CopyButton';
import type { ChatMessage } from './ChatMessage';
import styles from './PlaygroundTab.module.css';
import type { Chat } from './useChat';

const NEAR_END_PX = 40;

/** What was said; the newest stays in sight of who does not read further up. */
export function Conversation({ chat }: { chat: Chat }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { messages, state } = chat;
  const list = useRef<HTMLOListElement>(null);
  const isWaiting =
    state === 'answering' && messages.at(-1)?.role !== 'assistant';
  const isAtEnd = useRef(true);
  const count = messages.length;
  useEffect(() => {
    isAtEnd.current = true;
  }, [count]);
  useEffect(() => {
    if (isAtEnd.current) {
      list.current?.scrollTo?.({ top: list.current.scrollHeight });
    }
  }, [messages]);
  return (
    <ol
      ref={list}
      className={styles.conversation}
      aria-label={t('playground.conversation')}
      aria-busy={state === 'answering'}
      onScroll={({
        currentTarget: { scrollHeight, scrollTop, clientHeight },
      }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
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
            <Answer
              message={message}
              isComing={state === 'answering' && index === count - 1}
            />
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
function Answer(props: { message: ChatMessage; isComing: boolean }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { message, isComing } = props;
  const isThinking = isComing && !message.content;
  return (
    <>
      {message.reasoning && (
        <details
          key={String(isThinking)}
          className={styles.reasoning}
          open={isThinking}
        >
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
      {message.content && !isComing && (
        <div className={styles.copy}>
          <CopyButton text={message.content} label={t('playground.copy')} />
        </div>
      )}
    </>
  );
}
