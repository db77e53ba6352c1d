import { Assess, fails, holds } from './Assessment';

/** Whether AIBrix's gateway has a route to the model. */
export const assessRoute: Assess = ({ observed: { route } }) => {
  if (!route) {
    return fails(
      'NoRoute',
      'No gateway routes to the model: it is reached inside the cluster only.',
    );
  }
  if (route.accepted && route.resolvedRefs) {
    return holds('Routed', 'The gateway routes to the model.');
  }
  return route.accepted
    ? fails(
        'RouteUnresolved',
        route.message ?? "The route does not find the model's Service.",
      )
    : fails(
        'RouteNotAccepted',
        route.message ?? 'The gateway did not accept the route.',
      );
};
