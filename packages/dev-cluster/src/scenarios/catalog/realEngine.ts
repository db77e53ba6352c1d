import { REAL_ENGINE } from '../podPosition';
import { Scenario } from '../scenario';
import { normalStart } from './normalStart';

export const realEngine: Scenario = {
  ...normalStart,
  name: REAL_ENGINE,
  summary:
    'A pod that was run in earnest, in a cluster that plays its pods again; while they are run, it has no steps.',
  chosen: 'by-name',
};
