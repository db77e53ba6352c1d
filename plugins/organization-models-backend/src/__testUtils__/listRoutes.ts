import type { Router } from 'express';

/** The routes of a router and of those within it, as in `GET /:id`. */
export function listRoutes(router: Router): string[] {
  return router.stack.flatMap((layer: any) => {
    if (layer.route) {
      const { path, methods } = layer.route;
      return Object.keys(methods).map(
        method => `${method.toUpperCase()} ${path}`,
      );
    }
    return layer.handle?.stack ? listRoutes(layer.handle) : [];
  });
}
