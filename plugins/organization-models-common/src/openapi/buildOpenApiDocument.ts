import { createDocument, type CreateDocumentOptions } from 'zod-openapi';
import { collectionPaths } from './paths/collectionPaths';
import { inferencePaths } from './paths/inferencePaths';
import { keyPaths } from './paths/keyPaths';
import { modelDetailPaths } from './paths/modelDetailPaths';
import { modelPaths } from './paths/modelPaths';
import { modelStepPaths } from './paths/modelStepPaths';
import { tokenPaths } from './paths/tokenPaths';
import { organizationPaths } from './paths/organizationPaths';
import { quotaPaths } from './paths/quotaPaths';
import { usagePaths } from './paths/usagePaths';

/**
 * An OpenAPI 3.1 document.
 *
 * @public
 */
export type OpenApiDocument = ReturnType<typeof createDocument>;

const ROOT_MOUNT = '/v1/organization/models';
const PLUGIN_MOUNT = '/api/organization-models/v1/organization/models';

/** Later versions answer more: clients take fields that they do not know. */
const leaveAnswersOpen: CreateDocumentOptions['override'] = ({
  jsonSchema,
  zodSchema,
  io,
}) => {
  const { def } = zodSchema._zod;
  if (io === 'output' && def.type === 'object' && def.catchall === undefined) {
    delete jsonSchema.additionalProperties;
  }
};

/**
 * Describes the REST API, from the schemas by which it parses and answers.
 *
 * @param options - `servers`: URLs or paths under which the API is served, if
 * they are not those of a portal with default config
 * @public
 */
export function buildOpenApiDocument(options?: {
  servers?: string[];
}): OpenApiDocument {
  const servers = options?.servers ?? [ROOT_MOUNT, PLUGIN_MOUNT];
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Organization models',
        version: '1',
        description:
          'Deploys AI models of an organization on its Kubernetes clusters, and tells what became of them.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: servers.map(url => ({ url })),
      security: [{ backstage: [] }],
      tags: [
        { name: 'Models' },
        { name: 'Model details' },
        { name: 'Cluster' },
        { name: 'Organizations' },
        { name: 'Tokens' },
        { name: 'Quota' },
        { name: 'Talking to models' },
        { name: 'Keys' },
        { name: 'Usage' },
      ],
      paths: {
        ...collectionPaths,
        ...organizationPaths,
        ...quotaPaths,
        ...tokenPaths,
        ...keyPaths,
        ...usagePaths,
        ...modelPaths,
        ...modelStepPaths,
        ...modelDetailPaths,
        ...inferencePaths,
      },
      components: {
        securitySchemes: {
          backstage: {
            type: 'http',
            scheme: 'bearer',
            description: 'A Backstage token of a user, or of a service',
          },
          key: {
            type: 'http',
            scheme: 'bearer',
            description:
              'The secret of a key of the organization, `om_…`; it opens these paths and no others',
          },
        },
      },
    },
    { override: leaveAnswersOpen },
  );
}
