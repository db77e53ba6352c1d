import { createContext, useContext } from 'react';

/** The organization on whose behalf calls are made. */
export type OrganizationScope = {
  /** An entity ref; `undefined`: the only one that the user has. */
  organization?: string;
  /** Changes it, or forgets it; absent where it cannot be chosen. */
  choose?: (organization: string | undefined) => void;
};

export const OrganizationContext = createContext<OrganizationScope>({});

/** The organization that goes with each call. */
export function useOrganization(): OrganizationScope {
  return useContext(OrganizationContext);
}
