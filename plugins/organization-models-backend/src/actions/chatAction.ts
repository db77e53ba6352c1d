import { defineAction, modelId } from './ModelAction';
import { untrustedText } from './untrusted';

const LONGEST_ANSWER = 32_000;

/** Lets an agent ask a model, as its user may. */
export const chatAction = defineAction({
  name: 'chat-with-model',
  title: 'Chat with a model',
  description:
    'Sends a chat to a running model of the organization and returns its answer. It counts as usage of the user.',
  effect: { readOnly: true, destructive: false, idempotent: false },
  input: z => ({
    id: modelId(z),
    messages: z
      .array(
        z.object({
          role: z.enum(['system', 'user', 'assistant']),
          content: z.string(),
        }),
      )
      .min(1),
    max_tokens: z.number().int().min(1).max(4_096).optional(),
    temperature: z.number().min(0).max(2).optional(),
  }),
  async run({ id, max_tokens = 512, ...body }, { client, options }) {
    const answer = await client.callModel(
      id,
      'chat/completions',
      { ...body, max_tokens },
      options,
    );
    const { choices, usage } = await answer.json();
    const [{ message, finish_reason }] = choices;
    return {
      answer: untrustedText(message.content ?? '', LONGEST_ANSWER),
      finish_reason,
      usage,
    };
  },
});
