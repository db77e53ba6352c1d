import { useApi } from '@backstage/frontend-plugin-api';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { organizationModelsApiRef } from '../../api/organizationModelsApiRef';
import { type ApiFailure, toApiFailure } from '../../api/toApiFailure';
import { useOrganization } from '../../organization/OrganizationContext';
import type { ChatFigures, ChatMessage, ChatParameters } from './ChatMessage';
import { buildChatRequest, streamChat } from './streamChat';

/** What the page of a model keeps while another of its tabs is looked at. */
export type ChatMemory = { shown?: Shown; parameters?: ChatParameters };

/** A conversation with a model; it lives as long as the page. */
export type Chat = {
  messages: ChatMessage[];
  state: 'idle' | 'answering';
  figures?: ChatFigures;
  failure?: ApiFailure;
  send: (text: string, parameters: ChatParameters) => void;
  /** Another answer in place of the last, or of one that failed. */
  sendAgain: (parameters: ChatParameters) => void;
  stop: () => void;
  clear: () => void;
};

type Shown = Pick<Chat, 'messages' | 'state' | 'figures' | 'failure'>;

const EMPTY: Shown = { messages: [], state: 'idle' };

/** Talks to a model: one answer at a time, which can be stopped. */
export function useChat(
  model: Pick<Model, 'id' | 'name'>,
  memory: ChatMemory,
): Chat {
  const api = useApi(organizationModelsApiRef);
  const { organization } = useOrganization();
  const [shown, setShown] = useState(memory.shown ?? EMPTY);
  const running = useRef<AbortController>();
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const answer = async (asked: ChatMessage[], parameters: ChatParameters) => {
    const hangUp = new AbortController();
    running.current = hangUp;
    const show = (change: Partial<Shown>) => {
      if (running.current === hangUp) {
        memory.shown = { ...(memory.shown ?? EMPTY), ...change };
        setShown(memory.shown);
      }
    };
    let messages = asked;
    show({ messages, state: 'answering', failure: undefined });
    const startedAt = performance.now();
    try {
      const response = await api.callModel(
        model.id,
        'chat/completions',
        buildChatRequest(model.name, asked, parameters),
        { organization, signal: hangUp.signal },
      );
      const progress = streamChat(response, {
        startedAt,
        now: () => performance.now(),
      });
      for await (const { answer: so, figures } of progress) {
        messages = [...asked, so];
        show({ messages, figures });
      }
      show({ state: 'idle' });
    } catch (error) {
      show(
        hangUp.signal.aborted
          ? { state: 'idle', messages: markStopped(messages) }
          : { state: 'idle', failure: toApiFailure(error) },
      );
    }
  };

  return {
    ...shown,
    send: (text, parameters) => {
      const asked: ChatMessage = { role: 'user', content: text };
      void answer([...shown.messages, asked], parameters);
    },
    sendAgain: parameters => {
      const last = shown.messages.findLastIndex(({ role }) => role === 'user');
      void answer(shown.messages.slice(0, last + 1), parameters);
    },
    stop,
    clear: () => {
      stop();
      running.current = undefined;
      memory.shown = EMPTY;
      setShown(EMPTY);
    },
  };
}

function markStopped(messages: ChatMessage[]): ChatMessage[] {
  const last = messages.at(-1);
  return last?.role === 'assistant'
    ? [...messages.slice(0, -1), { ...last, ending: 'stopped' }]
    : messages;
}
