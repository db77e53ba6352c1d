import { CustomErrorBase } from '@backstage/errors';

/** 500: our own trouble, of which only the log tells more. */
export class InternalServerError extends CustomErrorBase {
  name = 'InternalServerError' as const;

  constructor(logId: string) {
    super(`An internal error occurred logId=${logId}`);
  }
}
