import { OrganizationFromUrl } from '../../organization/OrganizationFromUrl';
import { ClusterPage } from './ClusterPage';

/** The cluster page, on behalf of the organization in the URL. */
export function ClusterSubPage() {
  return (
    <OrganizationFromUrl>
      <main>
        <ClusterPage />
      </main>
    </OrganizationFromUrl>
  );
}
