import type { HistoryEntry } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { diffSpecs } from '../../domain/plan/diffSpecs';
import type { Asked } from '../acceptance/parsing/parseModelBody';

const TOKEN = 'deployment_config.hugging_face_token';

type Described = Pick<HistoryEntry, 'code' | 'message'> & {
  changes: NonNullable<HistoryEntry['changes']>;
};

/**
 * What a change is to whoever reads the history, field by field; of a token
 * that it changed, and nothing else.
 */
export function describeChange(
  before: StoredModel,
  model: StoredModel,
  asked: Asked,
): Described {
  const changes: Described['changes'] = [
    ...diffSpecs(before.spec, model.spec),
    ...(asked.token === undefined ? [] : [{ path: TOKEN }]),
    // Values of config are for those who run the platform
    ...(asked.refresh
      ? diffSpecs(before.resolved, model.resolved).map(({ path }) => ({
          path: `resolved.${path}`,
        }))
      : []),
    ...(asked.restart ? [{ path: 'restart', to: true }] : []),
  ];
  return { ...nameChange(model, changes, asked), changes };
}

function nameChange(
  { spec }: StoredModel,
  changes: Described['changes'],
  { token, restart, refresh }: Asked,
): Pick<Described, 'code' | 'message'> {
  if (refresh) {
    return {
      code: 'Refreshed',
      message: 'The present settings of the platform were taken in',
    };
  }
  const paths = changes.map(({ path }) => path).filter(path => path !== TOKEN);
  if (paths.length === 0) {
    return token === null
      ? { code: 'TokenRemoved', message: 'The Hugging Face token was removed' }
      : { code: 'TokenChanged', message: 'The Hugging Face token was changed' };
  }
  if (paths.every(path => path === 'restart') && restart) {
    return {
      code: 'Restarted',
      message:
        token === undefined
          ? 'New pods were asked for'
          : 'New pods were asked for, with another Hugging Face token',
    };
  }
  if (paths.every(path => path === 'desired_state')) {
    return spec.desired_state === 'stopped'
      ? { code: 'Stopped', message: 'The model was stopped' }
      : { code: 'Started', message: 'The model was started' };
  }
  return { code: 'Updated', message: 'The model was changed' };
}
