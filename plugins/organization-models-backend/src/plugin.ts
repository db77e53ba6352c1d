import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  type OrganizationResolver,
  organizationResolverExtensionPoint,
} from '@orgmodels/backstage-plugin-organization-models-node';
import Router from 'express-promise-router';
import { registerActions } from './actions/registerActions';
import { kubernetesPluginClustersRef } from './cluster/connection/access/KubernetesPluginClusters';
import { KubernetesGateway } from './cluster/gateway/KubernetesGateway';
import { PodLogs } from './cluster/pods/PodLogs';
import { ScrapedPods } from './cluster/pods/ScrapedPods';
import { openClusters } from './cluster/openClusters';
import { PodReach } from './cluster/pods/PodReach';
import { readConfig } from './config/readConfig';
import { ChangeAnnouncer } from './controller/ChangeAnnouncer';
import { scheduleForgetting } from './controller/forgetOld';
import { startController } from './controller/startController';
import { noticesOf, storedNotices } from './domain/notices/noticesOf';
import { platformOf } from './domain/desired/toDesiredContext';
import { openDatabase } from './database/openDatabase';
import { createOpenApiRouter } from './routers/createOpenApiRouter';
import { createInferenceRouter } from './inference/createInferenceRouter';
import { EngineProof } from './inference/proof/EngineProof';
import { openInference } from './inference/openInference';
import { concernedBy, Notifier } from './notices/Notifier';
import { QuotaWatch } from './notices/QuotaWatch';
import { openHub } from './hub/openHub';
import { ImageRegistries } from './registry/ImageRegistries';
import { openPrometheus } from './metrics/openPrometheus';
import { createRouter } from './routers/createRouter';
import { CallerResolver } from './services/access/CallerResolver';
import { CatalogOrganizationResolver } from './services/access/CatalogOrganizationResolver';
import { createServices } from './services/createServices';
import { ModelFeed } from './services/models/ModelFeed';
import { quotaShares } from './domain/quota/quotaShares';
import { observeGauges, startTelemetry } from './telemetry/startTelemetry';
import { registerPermissions } from './services/access/registerPermissions';

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
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kubernetesClusters: kubernetesPluginClustersRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        events: eventsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootHttpRouter: coreServices.rootHttpRouter,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auth, catalog, httpAuth, lifecycle, logger, userInfo } = deps;
        const config = readConfig(deps.config);
        const database = await openDatabase(deps.database, {
          holder: randomUUID(),
          installationId: config.installationId,
        });
        const telemetry = startTelemetry();
        observeGauges(database.gauges, {
          readQuotaShares: async () =>
            quotaShares({
              config: config.quota,
              overrides: await database.quotas.readOverrides(),
              uses: await database.quotas.sumUses(),
            }),
          logger,
          now: Date.now,
        });
        const clusters = openClusters(config.clusters, {
          onRequest: telemetry.onClusterRequest,
          installationId: database.installationId,
          kubernetesPlugin: { clusters: deps.kubernetesClusters, auth },
        });
        for (const cluster of clusters) {
          await database.specs.adoptPlatform(cluster.name, platformOf(cluster));
        }

        const pods = new PodReach(clusters, config.inference.timeouts);
        const prometheus = openPrometheus(config.prometheus, config.clusters);
        const organizations =
          customResolver ??
          new CatalogOrganizationResolver({
            auth,
            userInfo,
            catalog,
            groupTypes: config.organization.groupTypes,
          });
        const feed = new ModelFeed({ ...database, logger });
        const changes = new ChangeAnnouncer({
          ...deps,
          organizations,
          onAnnounced: id => feed.hint(id),
        });

        const notifier = new Notifier({
          ...deps,
          kinds: config.notifications,
        });
        const proof = new EngineProof(pods, { now: Date.now });
        const controller = startController({
          ...config.controller,
          askEngine: config.controller.proofAfterStart
            ? (model, pod, signal) => proof.ask(model, pod, signal)
            : undefined,
          onPass: telemetry.onPass,
          clusters,
          quota: config.quota,
          gpus: config.gpus,
          database,
          logger,
          changes,
          onHistory(model, entries) {
            notifier.tell(noticesOf(model, entries), concernedBy(model));
          },
          onFailedStart: model => services.failedStarts.revert(model),
        });
        await scheduleForgetting({
          scheduler: deps.scheduler,
          retention: database.retention,
          config: config.retention,
          logger,
        });
        const inference = openInference({
          config: config.inference,
          database,
          engines: pods,
          logger,
        });
        const services = createServices({
          config,
          clusters,
          database,
          gateway: new KubernetesGateway(clusters),
          containerLogs: new PodLogs(clusters),
          podMetrics: new ScrapedPods(pods, logger),
          findPrometheus: prometheus.find,
          feed,
          hub: openHub(config.hub, database.hubAnswers),
          registries: new ImageRegistries({
            registries: config.registries.registries,
            timeoutMs: config.registries.timeoutSeconds * 1000,
          }),
          authorizer: registerPermissions({ ...deps, database }),
          logger,
          onAsked(model) {
            controller.wake(model.cluster);
            changes.announce(model, 'asked');
            notifier.tell(storedNotices(model), concernedBy(model));
            quotaWatch.check(model.organizationId);
          },
          onForgotten: model => changes.announce(model, 'removed'),
          onKeyRevoked(id) {
            inference.keys.forget(id);
            inference.revocations.end(id);
          },
        });

        const quotaWatch = new QuotaWatch({ ...services, notifier, logger });

        const router = createRouter({
          httpAuth,
          logger,
          auditor: deps.auditor,
          rateLimit: config.rateLimit,
          ...services,
          inference: common =>
            createInferenceRouter({
              ...inference,
              ...common,
              chat: services.models,
              onInference: telemetry.onInference,
              logger,
            }),
          callers: new CallerResolver({
            auth,
            userInfo,
            administrators: config.administrators,
            organization: config.organization,
            resolver: organizations,
          }),
        });
        const mounted = Router();
        mounted.use('/v1/organization/models', router);
        deps.httpRouter.use(mounted);
        // Keys are checked by the routes themselves, which let nobody else in
        deps.httpRouter.addAuthPolicy({
          path: '/v1/organization/models/:id/v1',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(
          createOpenApiRouter({
            mounts: [
              ...(config.rootPath ? [config.rootPath] : []),
              '/api/organization-models/v1/organization/models',
            ],
          }),
        );
        if (config.rootPath) {
          deps.rootHttpRouter.use(config.rootPath, router);
        }

        registerActions({ ...deps, registry: deps.actions });

        lifecycle.addStartupHook(controller.start);
        lifecycle.addShutdownHook(() => feed.close());
        lifecycle.addShutdownHook(async () => {
          await controller.stop();
          await Promise.all(
            clusters.map(({ connection }) => connection.close()),
          );
        });
        lifecycle.addShutdownHook(() => {
          services.logs.stop();
          services.metrics.stop();
        });
        lifecycle.addShutdownHook(async () => {
          await inference.usage.flush();
          await pods.close();
          await prometheus.close();
        });
      },
    });
  },
});
