import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { buildPlan } from '../../__testUtils__/buildPlan';
import { PlanContent } from './PlanPanel';

const costing = (least: number, most: number, currency = 'EUR') =>
  buildPlan({ cost: { currency, per_hour: { least, most } } });

describe('PlanContent', () => {
  it.each([
    [costing(2.5, 2.5), '€2.50 an hour'],
    [costing(2.5, 10), '€2.50 to €10.00 an hour'],
    [costing(2, 2, 'credits'), '2 credits an hour'],
  ])('tells what it costs', async (plan, words) => {
    renderInTestApp(<PlanContent plan={plan} />);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('tells of no cost where prices are not known', async () => {
    renderInTestApp(<PlanContent plan={buildPlan()} />);
    expect(await screen.findByText('Quota')).toBeInTheDocument();
    expect(screen.queryByText('Cost')).not.toBeInTheDocument();
  });
});
