import { type Caller, EVERY_ORGANIZATION } from './Caller';
import { invalidRequest } from './errors';

/** 400: whoever reads all organizations has to name one here. */
export function refuseEvery({ organizationId }: Caller) {
  if (organizationId === EVERY_ORGANIZATION) {
    throw invalidRequest([
      {
        field: 'X-Organization',
        message: 'must name one organization: * only reads',
      },
    ]);
  }
}
