import { subscribe } from 'node:diagnostics_channel';
import knex from 'knex';
import type { Work } from './runBackend';

const counted = { statements: 0, clusterRequests: 0 };

/** Counts statements and requests to clusters from now on. */
export function countWork() {
  const { prototype } = knex.Client as { prototype: any };
  const query = prototype.query;
  prototype.query = function countedQuery(...args: unknown[]) {
    counted.statements++;
    return query.apply(this, args);
  };
  subscribe('undici:request:create', message => {
    const { request } = message as { request: { path: string } };
    if (/^\/(apis?|version)(\/|\?|$)/.test(request.path)) {
      counted.clusterRequests++;
    }
  });
}

export function readWork(): Work {
  const { user, system } = process.cpuUsage();
  return { ...counted, cpuMs: (user + system) / 1000 };
}
