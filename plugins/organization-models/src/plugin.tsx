import {
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiRobot2Line, RiServerLine } from '@remixicon/react';
import { organizationModelsApi } from './api/organizationModelsApi';
import { clusterRouteRef, rootRouteRef } from './routes';

const page = PageBlueprint.make({
  params: {
    path: '/organization-models',
    routeRef: rootRouteRef,
    title: 'AI models',
    icon: <RiRobot2Line />,
  },
});

const clusterPage = SubPageBlueprint.make({
  name: 'cluster',
  params: {
    path: 'cluster',
    title: 'Cluster',
    icon: <RiServerLine />,
    routeRef: clusterRouteRef,
    loader: () =>
      import('./components/ClusterPage/ClusterSubPage').then(m => (
        <m.ClusterSubPage />
      )),
  },
});

/**
 * The portal pages of organization models.
 *
 * @public
 */
export const organizationModelsPlugin = createFrontendPlugin({
  pluginId: 'organization-models',
  title: 'AI models',
  icon: <RiRobot2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, cluster: clusterRouteRef },
  extensions: [organizationModelsApi, page, clusterPage],
});
