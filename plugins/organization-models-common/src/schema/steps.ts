import { z } from 'zod';
import { objectName } from './fields';
import { ORGANIZATION_HEADER } from './identifiers';
import { MODEL_TYPES } from './modelSpec';
import { LONGEST_PLAN_HASH } from './modelUpdate';

const planHash = z.string().max(LONGEST_PLAN_HASH).optional().meta({
  description:
    'Of a plan: the call fails when what it would do is another plan by now',
});

/** Which workload is to be a model. @public */
export const adoptBody = z
  .strictObject({
    cluster: objectName.meta({ description: 'As `GET /all` shows it' }),
    namespace: objectName,
    name: objectName.meta({ description: 'Of the Deployment' }),
    model_type: z.enum(MODEL_TYPES).optional().meta({
      description:
        'Of a workload that was no model before: `chat` unless it is given',
    }),
    from_installation: z.string().max(63).optional().meta({
      description:
        'The installation to which it belongs, of which an administrator says by this that it lives no more',
    }),
    plan_hash: planHash,
  })
  .meta({ id: 'Adoption' });

const generation = z.int().positive().optional().meta({
  description: 'To which the call is held, as by `If-Match`',
});

/** What the body of a release may say; it need not have one. @public */
export const releaseBody = z
  .strictObject({ plan_hash: planHash, generation })
  .meta({ id: 'ModelRelease' });

/** To whom a model is to belong. @public */
export const transferBody = z
  .strictObject({
    organization_id: z
      .string()
      .regex(ORGANIZATION_HEADER, 'must be the ref or name of a group')
      .meta({
        description: 'The ref or the bare name of a group',
        examples: ['group:default/globex'],
      }),
    plan_hash: planHash,
    generation,
  })
  .meta({ id: 'ModelTransfer' });

/** Hours for which nothing may be set back, at most. @public */
export const LONGEST_PAUSE_HOURS = 24;

/** For how long nothing is to be set back: one of both. @public */
export const pauseBody = z
  .strictObject({
    until: z.iso
      .datetime({
        offset: true,
        error: 'must be a time in RFC 3339, such as 2026-11-28T15:00:00Z',
      })
      .max(40)
      .nullable()
      .optional()
      .meta({
        description: `At most ${LONGEST_PAUSE_HOURS} hours from now; null: from now on everything is set back again`,
      }),
    for: z
      .string()
      .max(16)
      .regex(
        /^([1-9]\d{0,4}[hm])$/,
        'must be hours or minutes, such as 2h or 90m',
      )
      .optional()
      .meta({ examples: ['2h', '90m'] }),
  })
  .meta({ id: 'HealingPause' });
