import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import type { AuditTrail } from '../../services/access/Caller';

const TRAILS = new WeakMap<Request, RequestTrail>();

/** What a request does, as it becomes known. */
export class RequestTrail implements AuditTrail {
  static begin(req: Request): RequestTrail {
    const trail = new RequestTrail();
    TRAILS.set(req, trail);
    return trail;
  }

  /** `undefined`: the request is for nothing that there is. */
  static of(req: Request): RequestTrail | undefined {
    return TRAILS.get(req);
  }

  meta: JsonObject = {};

  note(meta: JsonObject): void {
    this.meta = { ...this.meta, ...meta };
  }
}
