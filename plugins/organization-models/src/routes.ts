import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const modelsRouteRef = createRouteRef();
export const clusterRouteRef = createRouteRef();

export const newModelRouteRef = createSubRouteRef({
  parent: modelsRouteRef,
  path: '/new',
});

export const modelRouteRef = createSubRouteRef({
  parent: modelsRouteRef,
  path: '/:id',
});
