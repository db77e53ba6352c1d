import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel } from '../../__testUtils__/buildModel';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { streamedAnswer } from '../../__testUtils__/streamedAnswer';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

function renderPlayground(
  callModel: OrganizationModelsApi['callModel'],
  model: Partial<Model> = {},
) {
  const path = `/organization-models/models/${buildModel().id}?tab=playground`;
  renderPlugin(path, { getModel: async () => buildModel(model), callModel });
  return userEvent.setup();
}

const chunk = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

describe('PlaygroundTab', () => {
  it('shows an answer while it comes, and how fast it came', async () => {
    const { response, write, end } = streamedAnswer();
    const callModel = jest.fn(async () => response);
    const user = renderPlayground(callModel);

    await user.type(
      await screen.findByLabelText('Message'),
      'What is Paris?{Enter}',
    );
    expect(await screen.findByText('Thinking …')).toBeInTheDocument();
    act(() => write(chunk('A **city**')));
    expect(await screen.findByText('city')).toHaveProperty('tagName', 'STRONG');
    act(() => {
      write(chunk(' in France'));
      write(
        'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":4}}\n\n',
      );
      end();
    });
    expect(await screen.findByText(/5 \+ 4 tokens/)).toBeInTheDocument();
    expect(callModel).toHaveBeenCalledWith(
      buildModel().id,
      'chat/completions',
      expect.objectContaining({
        model: 'qwen3-8b',
        messages: [{ role: 'user', content: 'What is Paris?' }],
        stream: true,
      }),
      expect.anything(),
    );
  });

  it('stops an answer and keeps what had come', async () => {
    const { response, write } = streamedAnswer();
    let signal: AbortSignal | undefined;
    const user = renderPlayground(async (_id, _path, _body, options) => {
      signal = options?.signal;
      signal?.addEventListener('abort', () =>
        write('data: {"error":{"message":"aborted"}}\n\n'),
      );
      return response;
    });
    await user.type(await screen.findByLabelText('Message'), 'Go on{Enter}');
    act(() => write(chunk('One, two')));
    await screen.findByText('One, two');
    await user.click(screen.getByRole('button', { name: 'Stop the answer' }));
    expect(await screen.findByText('Stopped.')).toBeInTheDocument();
    expect(signal?.aborted).toBe(true);
    expect(screen.getByText('One, two')).toBeInTheDocument();
  });

  it('keeps the conversation and what was set while another tab is looked at', async () => {
    const { response, write, end } = streamedAnswer();
    const user = renderPlayground(async () => response);
    await user.type(await screen.findByLabelText('System message'), 'Be brief');
    await user.type(screen.getByLabelText('Message'), 'Hello{Enter}');
    act(() => {
      write(chunk('Good day'));
      end();
    });
    await screen.findByText('Good day');
    await user.click(screen.getByRole('tab', { name: 'Access' }));
    await waitFor(() =>
      expect(screen.queryByText('Good day')).not.toBeInTheDocument(),
    );
    await user.click(screen.getByRole('tab', { name: 'Playground' }));
    expect(await screen.findByText('Good day')).toBeInTheDocument();
    expect(screen.getByLabelText('System message')).toHaveValue('Be brief');
  });

  it('answers again, and says so where there is nothing in an answer', async () => {
    const asked: any[] = [];
    const answers = ['', 'Paris'].map(text => {
      const { response, write, end } = streamedAnswer();
      write(chunk(text));
      end();
      return response;
    });
    const user = renderPlayground(async (_id, _path, body) => {
      asked.push(body);
      return answers.shift()!;
    });
    await user.type(await screen.findByLabelText('Message'), 'Where?{Enter}');
    await screen.findByText('The model answered with nothing.');
    await user.click(screen.getByRole('button', { name: 'Answer again' }));
    expect(await screen.findByText('Paris')).toBeInTheDocument();
    expect(asked[1].messages).toEqual([{ role: 'user', content: 'Where?' }]);
    expect(
      screen.queryByText('The model answered with nothing.'),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Copy the answer' }),
    ).toBeInTheDocument();
  });

  it('shows what a model thinks while it does, and folds it up then', async () => {
    const { response, write } = streamedAnswer();
    const user = renderPlayground(async () => response);
    await user.type(await screen.findByLabelText('Message'), 'Why?{Enter}');
    const thought = { choices: [{ delta: { reasoning_content: 'Well' } }] };
    act(() => write(`data: ${JSON.stringify(thought)}\n\n`));
    const details = () => screen.getByText('What it thought').parentElement;
    await screen.findByText('What it thought');
    expect(details()).toHaveAttribute('open');
    act(() => write(chunk('Because')));
    await screen.findByText('Because');
    expect(details()).not.toHaveAttribute('open');
  });

  it('loads no image and runs no HTML that a model wrote', async () => {
    const { response, write, end } = streamedAnswer();
    const user = renderPlayground(async () => response);
    await user.type(await screen.findByLabelText('Message'), 'Show{Enter}');
    act(() => {
      write(
        chunk('![x](https://evil.test/a.png)<img src="https://evil.test/b">'),
      );
      write(chunk('<script>document.title = "evil"</script> done'));
      end();
    });
    expect(await screen.findByText(/done/)).toBeInTheDocument();
    const loaded = [...document.querySelectorAll('img')].map(
      image => image.src,
    );
    expect(loaded.filter(source => source.includes('evil'))).toEqual([]);
    expect(document.title).not.toBe('evil');
  });

  it('shows why a model does not answer', async () => {
    const user = renderPlayground(async () => {
      throw await apiError(503, { message: 'It starts', code: 'creating' });
    });
    await user.type(await screen.findByLabelText('Message'), 'Hi{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('It starts');
  });

  it('says so while no replica is ready', async () => {
    renderPlayground(async () => new Response(), {
      replicas: { desired: 1, ready: 0, available: 0, updated: 1 },
    });
    expect(
      await screen.findByText('The model does not answer yet'),
    ).toBeInTheDocument();
  });

  it('shows the vector of a text', async () => {
    const answer = {
      data: [{ embedding: [0.6, 0.8] }],
      usage: { prompt_tokens: 3 },
    };
    const callModel = jest.fn(
      async () => ({ json: async () => answer } as Response),
    );
    const user = renderPlayground(callModel, { model_type: 'embedding' });
    await user.type(await screen.findByLabelText('Text'), 'hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(await screen.findByText('[0.60000, 0.80000]')).toBeInTheDocument();
    await waitFor(() =>
      expect(callModel).toHaveBeenCalledWith(
        buildModel().id,
        'embeddings',
        { model: 'qwen3-8b', input: 'hello' },
        expect.anything(),
      ),
    );
  });
});
