import type { RouteFacts } from '../facts/ObservedModel';

/**
 * Where the model is reached from outside of the cluster: at the gateway, once
 * that has taken the route and finds the Service.
 *
 * @param configured - what users call the gateway, where its own address is
 * none of theirs
 */
export function toEndpointUrl(
  route: RouteFacts | undefined,
  configured: string | undefined,
): string | undefined {
  return route?.accepted && route.resolvedRefs
    ? configured ?? route.gatewayUrl
    : undefined;
}
