import { z } from 'zod';
import type {} from 'zod-openapi';

/** Which organizations a caller may name in `X-Organization`. */
export const callerOrganizations = z
  .object({
    organizations: z.array(z.string()).meta({
      description: 'Entity refs of the organizations that the caller acts for',
      examples: [['group:default/acme']],
    }),
    reads_all: z.boolean().meta({
      description: 'Whether the caller may read all with `X-Organization: *`',
    }),
  })
  .meta({ id: 'CallerOrganizations' });
