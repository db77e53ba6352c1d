import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextAreaField } from '@backstage/ui';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { organizationModelsTranslationRef } from '../../translation';
import { FailureNotice } from '../FailureNotice/FailureNotice';
import { Panel } from '../Panel/Panel';
import { ChatFiguresLine } from './ChatFiguresLine';
import type { ChatParameters } from './ChatMessage';
import { Conversation } from './Conversation';
import { ParameterFields } from './ParameterFields';
import styles from './PlaygroundTab.module.css';
import { type Chat, type ChatMemory, useChat } from './useChat';

/** A conversation with the model, and what may be set for it. */
export function ChatPlayground(props: { model: Model; memory: ChatMemory }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { model, memory } = props;
  const chat = useChat(model, memory);
  const [parameters, setParameters] = useState(memory.parameters ?? {});
  const change = (changed: ChatParameters) => {
    memory.parameters = { ...memory.parameters, ...changed };
    setParameters(memory.parameters);
  };
  return (
    <div className={styles.columns}>
      <Panel
        title={t('playground.chat')}
        actions={
          <Button
            size="small"
            variant="tertiary"
            isDisabled={chat.messages.length === 0}
            onPress={chat.clear}
          >
            {t('playground.clear')}
          </Button>
        }
      >
        <Flex direction="column" gap="4">
          {chat.messages.length === 0 ? (
            <Text color="secondary">{t('playground.empty')}</Text>
          ) : (
            <Conversation chat={chat} />
          )}
          {chat.failure && <FailureNotice failure={chat.failure} />}
          <Question chat={chat} parameters={parameters} />
          <ChatFiguresLine figures={chat.figures} />
        </Flex>
      </Panel>
      <Panel title={t('playground.parameters')}>
        <ParameterFields parameters={parameters} change={change} />
      </Panel>
    </div>
  );
}

function Question(props: { chat: Chat; parameters: ChatParameters }) {
  const { t } = useTranslationRef(organizationModelsTranslationRef);
  const { chat, parameters } = props;
  const [text, setText] = useState('');
  const isAnswering = chat.state === 'answering';
  const send = () => {
    if (text.trim() && !isAnswering) {
      chat.send(text, parameters);
      setText('');
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  // A word that is still being composed ends with Enter, too
  const onKeyDown = (event: KeyboardEvent) => {
    const isSent =
      event.key === 'Enter' &&
      !event.shiftKey &&
      !event.nativeEvent.isComposing;
    if (isSent) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form className={styles.ask} onSubmit={onSubmit}>
      <TextAreaField
        label={t('playground.message')}
        description={t('playground.messageHelp')}
        rows={3}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown as never}
      />
      <Flex gap="2">
        <Button type="submit" isDisabled={isAnswering || !text.trim()}>
          {t('playground.send')}
        </Button>
        {isAnswering && (
          <Button variant="secondary" onPress={chat.stop}>
            {t('playground.stop')}
          </Button>
        )}
        {!isAnswering && chat.messages.length > 0 && (
          <Button
            variant="secondary"
            onPress={() => chat.sendAgain(parameters)}
          >
            {t('playground.again')}
          </Button>
        )}
      </Flex>
    </form>
  );
}
