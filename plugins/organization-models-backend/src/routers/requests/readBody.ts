import { printable } from '@orgmodels/backstage-plugin-organization-models-common';
import express, { type RequestHandler, type Response } from 'express';
import { invalidRequest } from '../../services/errors';
import { findRepeatedFields } from './findRepeatedFields';

/** Largest body that is read, in bytes; a spec with every field full is below. */
const LARGEST_BODY = '1mb';
/** Objects and lists within each other; no field of ours is half as deep. */
const DEEPEST = 16;

/**
 * Reads a JSON body. What is wrong with it is kept for {@link refuseBody}, so
 * that who sent it is known, and written down, by then.
 */
export function readBody(): RequestHandler {
  const readJson = express.json({
    limit: LARGEST_BODY,
    verify: (_req, res, text) => {
      (res as Response).locals.bodyText = text;
    },
  });
  return (req, res, next) => {
    readJson(req, res, error => {
      res.locals.bodyError = error;
      next();
    });
  };
}

/** Refuses bodies that could not be read, or that are built to do harm. */
export const refuseBody: RequestHandler = (req, res, next) => {
  if (res.locals.bodyError) {
    throw res.locals.bodyError;
  }
  const problem = findHostile(req.body);
  if (problem) {
    throw invalidRequest([problem]);
  }
  const repeated = findRepeatedFields(String(res.locals.bodyText ?? ''));
  if (repeated.length > 0) {
    throw invalidRequest(repeated);
  }
  next();
};

// Without recursion, which is what a deep body is meant to break
function findHostile(body: unknown) {
  const open: { value: unknown; path: string[] }[] = [
    { value: body, path: [] },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    const field = path.slice(0, 3).map(printable).join('.') || 'body';
    if (path.length > DEEPEST) {
      return { field, message: `is more than ${DEEPEST} levels deep` };
    }
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__') {
        return { field: [field, key].join('.'), message: 'is not known' };
      }
      open.push({ value: child, path: [...path, key] });
    }
  }
  return undefined;
}
