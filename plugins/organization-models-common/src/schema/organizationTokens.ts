import { z } from 'zod';
import type {} from 'zod-openapi';
import { objectName } from './fields';

/** How a token is called; models name it so. @public */
export const tokenName = z.object({ name: objectName });

/** The body of PUT: a token comes in, and never out again. @public */
export const tokenBody = z
  .strictObject({
    value: z
      .string()
      .max(512)
      .regex(/^[\x21-\x7e]+$/, 'must be printable characters without blanks')
      .meta({ writeOnly: true, description: 'Shown to nobody afterwards' }),
  })
  .meta({ id: 'OrganizationTokenBody' });

export const organizationToken = z
  .object({
    name: z.string(),
    updated_by: z.string().meta({
      description: 'Entity ref of a user, or the subject of a service',
    }),
    updated_at: z.string().meta({ format: 'date-time' }),
    clusters: z
      .array(z.string())
      .meta({ description: 'Where models can use it' }),
  })
  .meta({ id: 'OrganizationToken' });

export const organizationTokenAnswer = z
  .object({ token: organizationToken })
  .meta({ id: 'OrganizationTokenAnswer' });

export const organizationTokenList = z
  .object({ tokens: z.array(organizationToken) })
  .meta({ id: 'OrganizationTokenList' });
