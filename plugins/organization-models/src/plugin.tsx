import {
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiRobot2Line, RiServerLine } from '@remixicon/react';
import { organizationModelsApi } from './api/organizationModelsApi';
import { MODEL_ID_ANNOTATION } from '@orgmodels/backstage-plugin-organization-models-common';
import {
  clusterRouteRef,
  modelRouteRef,
  modelsRouteRef,
  newModelRouteRef,
  rootRouteRef,
} from './routes';

const page = PageBlueprint.make({
  params: {
    path: '/organization-models',
    routeRef: rootRouteRef,
    title: 'AI models',
    icon: <RiRobot2Line />,
  },
});

const modelsPage = SubPageBlueprint.make({
  name: 'models',
  params: {
    path: 'models',
    title: 'Models',
    icon: <RiRobot2Line />,
    routeRef: modelsRouteRef,
    loader: () =>
      import('./components/ModelsRouter').then(m => <m.ModelsRouter />),
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

const standsForModel = {
  [`metadata.annotations.${MODEL_ID_ANNOTATION}`]: { $exists: true },
};

const entityCard = EntityCardBlueprint.make({
  name: 'model',
  params: {
    type: 'info',
    filter: standsForModel,
    loader: () =>
      import('./components/EntityModel/EntityModelCard').then(m => (
        <m.EntityModelCard />
      )),
  },
});

const entityContent = EntityContentBlueprint.make({
  name: 'model',
  params: {
    path: '/ai-model',
    title: 'AI model',
    group: 'operation',
    filter: standsForModel,
    loader: () =>
      import('./components/EntityModel/EntityModelContent').then(m => (
        <m.EntityModelContent />
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
  routes: {
    root: rootRouteRef,
    models: modelsRouteRef,
    newModel: newModelRouteRef,
    model: modelRouteRef,
    cluster: clusterRouteRef,
  },
  extensions: [
    organizationModelsApi,
    page,
    modelsPage,
    clusterPage,
    entityCard,
    entityContent,
  ],
});
