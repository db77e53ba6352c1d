import type express from 'express';

/**
 * Keeps the portal from compressing the answer, which it does with all that is
 * larger than 1 kB.
 *
 * @remarks For answers of a few kB: compressing them takes longer than it saves.
 */
export function sendAsIs({ headers }: express.Request): void {
  headers['accept-encoding'] = 'identity';
}
