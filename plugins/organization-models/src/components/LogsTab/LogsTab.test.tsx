import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError } from '../../__testUtils__/apiError';
import { buildModel, minutesAgo } from '../../__testUtils__/buildModel';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { streamedAnswer } from '../../__testUtils__/streamedAnswer';
import type { OrganizationModelsApi } from '../../api/organizationModelsApiRef';

const PATH = `/organization-models/models/${buildModel().id}?tab=logs`;

const POD = {
  name: 'qwen3-8b-5d8f7c-x2k9p',
  phase: 'Running',
  ready: true,
  restarts: 0,
  current: true,
  created_at: minutesAgo(3),
};

function renderLogs(getLogs: OrganizationModelsApi['getLogs']) {
  renderPlugin(PATH, {
    getModel: async () => buildModel(),
    getPods: async () => ({ pods: [POD], observed_at: minutesAgo(0) }),
    getLogs,
  });
  return userEvent.setup();
}

const said = (line: string) => `${JSON.stringify({ pod: POD.name, line })}\n`;

// Nothing is laid out here, so a list would draw no line at all
jest.mock('react-virtualized-auto-sizer', () => ({
  __esModule: true,
  default: (props: { children: (size: object) => unknown }) =>
    props.children({ width: 800, height: 600 }),
}));

// The viewer is loaded when there is something to show
const LOADED = { timeout: 10_000 };

describe('LogsTab', () => {
  it('shows lines while they come, and by which pod', async () => {
    const { response, write } = streamedAnswer();
    const getLogs = jest.fn(async () => response);
    renderLogs(getLogs);
    await screen.findByText('Nothing was said yet.');
    act(() => {
      write(said('Loading weights').slice(0, 9));
      write(said('Loading weights').slice(9));
    });
    expect(
      await screen.findByText('x2k9p │ Loading weights', {}, LOADED),
    ).toBeInTheDocument();
    expect(getLogs).toHaveBeenCalledWith(
      buildModel().id,
      { follow: true, tail_lines: 5000 },
      expect.anything(),
    );
  });

  it('shows what was said before the last restart, once', async () => {
    const asked: unknown[] = [];
    const user = renderLogs(async (_id, query) => {
      asked.push(query);
      const { response, write, end } = streamedAnswer();
      write(said(query?.previous ? 'CUDA out of memory' : 'Starting'));
      end();
      return response;
    });
    await screen.findByText(/Starting/, {}, LOADED);
    await user.click(
      screen.getByRole('switch', { name: 'Before the last restart' }),
    );
    expect(await screen.findByText(/CUDA out of memory/)).toBeInTheDocument();
    await waitFor(() =>
      expect(asked.at(-1)).toEqual({ previous: true, tail_lines: 5000 }),
    );
  });

  it('shows why there is none', async () => {
    renderLogs(async () => {
      throw await apiError(409, {
        message: 'The container has not started: the image is being pulled',
        code: 'ContainerNotStarted',
      });
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the image is being pulled',
    );
  });
});
