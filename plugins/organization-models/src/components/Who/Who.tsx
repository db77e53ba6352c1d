import { EntityDisplayName } from '@backstage/plugin-catalog-react';

/** Who did something: users as the catalog calls them, services and what works in the cluster by their own names. */
export function Who({ by }: { by: string }) {
  return by.startsWith('user:') ? (
    <EntityDisplayName entityRef={by} hideIcon />
  ) : (
    <>{by}</>
  );
}
