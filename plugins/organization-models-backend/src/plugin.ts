import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  type OrganizationResolver,
  organizationResolverExtensionPoint,
} from '@orgmodels/backstage-plugin-organization-models-node';
import Router from 'express-promise-router';
import { connectCluster } from './cluster/connectCluster';
import { readConfig } from './config';
import { holdCluster } from './controller/holdCluster';
import { DatabaseClusterFacts } from './database/DatabaseClusterFacts';
import { DatabaseLeases } from './database/DatabaseLeases';
import { DatabaseObservations } from './database/DatabaseObservations';
import { migrateDatabase } from './database/migrateDatabase';
import { createRouter } from './routers/createRouter';
import { CallerResolver } from './services/CallerResolver';
import { CatalogOrganizationResolver } from './services/CatalogOrganizationResolver';
import { DefaultStatusService } from './services/DefaultStatusService';

/**
 * Organization models: the REST API and the controller.
 *
 * @public
 */
export const organizationModelsPlugin = createBackendPlugin({
  pluginId: 'organization-models',
  register(env) {
    let customResolver: OrganizationResolver | undefined;
    env.registerExtensionPoint(organizationResolverExtensionPoint, {
      setOrganizationResolver(resolver) {
        customResolver = resolver;
      },
    });

    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        rootHttpRouter: coreServices.rootHttpRouter,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auth, catalog, httpAuth, lifecycle, logger, userInfo } = deps;
        const config = readConfig(deps.config);
        const knex = await migrateDatabase(deps.database);
        const clusterFacts = new DatabaseClusterFacts(knex);
        const observations = new DatabaseObservations(knex);
        const leases = new DatabaseLeases(knex, randomUUID());

        const clusters = config.clusters.flatMap(cluster => {
          const connection = connectCluster(cluster.name, cluster.access);
          return connection ? [{ ...cluster, connection }] : [];
        });

        const router = createRouter({
          httpAuth,
          callers: new CallerResolver({
            auth,
            organization: config.organization,
            resolver:
              customResolver ??
              new CatalogOrganizationResolver({
                auth,
                userInfo,
                catalog,
                groupTypes: config.organization.groupTypes,
              }),
          }),
          status: new DefaultStatusService(clusterFacts, clusters),
        });
        const mounted = Router();
        mounted.use('/v1/organization/models', router);
        deps.httpRouter.use(mounted);
        if (config.rootPath) {
          deps.rootHttpRouter.use(config.rootPath, router);
        }

        const stop = new AbortController();
        const loops: Promise<void>[] = [];
        lifecycle.addStartupHook(() => {
          if (config.controller.enabled) {
            for (const { connection, namespace } of clusters) {
              const loop = holdCluster(
                { connection, namespace, leases, clusterFacts, observations, logger, onMarked() {} },
                stop.signal,
              );
              loops.push(loop);
            }
          }
        });
        lifecycle.addShutdownHook(async () => {
          stop.abort();
          await Promise.all(loops);
        });
      },
    });
  },
});
