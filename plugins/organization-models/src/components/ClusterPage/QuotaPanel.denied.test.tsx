import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { QuotaPanel } from './QuotaPanel';

// In a file of its own: answers about permissions are kept for all tests of one
describe('QuotaPanel, to who may not set limits', () => {
  it('only shows them', async () => {
    const authorize = jest.fn((): AuthorizeResult.DENY => AuthorizeResult.DENY);
    renderInTestApp(
      <QuotaPanel
        quota={{
          organization_id: 'group:default/acme',
          hard: { gpus: 16 },
          used: { gpus: 12 },
          source: 'default',
        }}
        onChanged={() => {}}
      />,
      { apis: [mockApis.permission({ authorize })] },
    );

    expect(
      await screen.findByRole('article', { name: 'Quota of acme' }),
    ).toHaveTextContent('GPUs12 of 16 used');
    expect(authorize).toHaveBeenCalledWith({
      permission: expect.objectContaining({
        name: 'organization-models.quota.update',
      }),
    });
    expect(screen.queryByRole('button', { name: 'Change limits' })).toBeNull();
  });
});
