import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import { Meter } from '../Meter/Meter';

/** How much of a limit is taken; amounts are numbers or Kubernetes quantities. */
export function QuotaMeter(props: {
  label: string;
  used: (number | string)[];
  hard: number | string;
}) {
  const used = props.used.map(toNumber).reduce((sum, amount) => sum + amount);
  return (
    <Meter label={props.label} value={used} maximum={toNumber(props.hard)} />
  );
}

function toNumber(amount: number | string): number {
  return parseQuantity(String(amount)) ?? 0;
}
