import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ReactNode, useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import useObservable from 'react-use/esm/useObservable';
import { OrganizationContext } from './OrganizationContext';

/** The query parameter which names the organization. */
export const ORGANIZATION_PARAMETER = 'organization';

/**
 * Takes the organization from the URL, so that a link shows the same to
 * others. The last choice is remembered, since the tabs of the page header
 * know nothing of our query.
 */
export function OrganizationFromUrl({ children }: { children: ReactNode }) {
  const [parameters, setParameters] = useSearchParams();
  const [remembered, remember] = useRememberedOrganization();
  const named = parameters.get(ORGANIZATION_PARAMETER) ?? undefined;
  const organization = named ?? remembered;

  const name = useCallback(
    (chosen: string | undefined) =>
      setParameters(previous => withOrganization(previous, chosen), {
        replace: true,
      }),
    [setParameters],
  );
  useEffect(() => {
    if (organization && !named) {
      name(organization);
    }
  }, [organization, named, name]);

  const scope = useMemo(
    () => ({
      organization,
      choose: (chosen: string | undefined) => {
        remember(chosen);
        name(chosen);
      },
    }),
    [organization, remember, name],
  );
  return (
    <OrganizationContext.Provider value={scope}>
      {children}
    </OrganizationContext.Provider>
  );
}

/** Puts the organization into a query, or takes it out. */
export function withOrganization(
  parameters: URLSearchParams,
  organization: string | undefined,
): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (organization) {
    next.set(ORGANIZATION_PARAMETER, organization);
  } else {
    next.delete(ORGANIZATION_PARAMETER);
  }
  return next;
}

function useRememberedOrganization() {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(
    () => storage.forBucket('organization-models'),
    [storage],
  );
  const changes = useMemo(
    () => bucket.observe$<string>('organization'),
    [bucket],
  );
  const { value } = useObservable(
    changes,
    bucket.snapshot<string>('organization'),
  );
  const remember = useCallback(
    (chosen: string | undefined) =>
      chosen
        ? bucket.set('organization', chosen)
        : bucket.remove('organization'),
    [bucket],
  );
  return [value, remember] as const;
}
