import { findShellWords } from '@orgmodels/backstage-plugin-organization-models-common';
import { describeAllowed } from '../describeAllowed';
import { expandVariables } from '../expandVariables';
import { matchesAny } from '../matchesPattern';
import { policyRule } from '../PolicyRule';
import type { PolicySubject } from '../PolicySubject';

/** What looks like `owner/name`, alone, behind `=` or quoted within JSON. */
const MODEL_ID =
  /(?:^|[="])([A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*)(?:$|["@])/g;
/** Where engines stream weights from. */
const BUCKET = /(?:^|[="])((?:s3|gs|az|abfss?|hf|oci):\/\/[^\s"]+)/g;

/** Whose models may be served. */
export const huggingFaceRule = policyRule('huggingFace', {
  because: 'only models that were reviewed are served',
  find: ({ allowed }, { spec }) =>
    allowed
      ? findModels(spec)
          .filter(({ id }) => !isAllowed(id, allowed))
          .map(({ field, id }) => ({
            field,
            message: `${id} is not allowed: ${describeAllowed(allowed)}`,
          }))
      : [],
});

// The hub finds names in any case
function isAllowed(id: string, allowed: string[]): boolean {
  return matchesAny(
    id.toLowerCase(),
    allowed.map(pattern => pattern.toLowerCase()),
  );
}

function findModels({
  huggingface_id,
  repository_url,
  deployment_config = {},
}: PolicySubject['spec']): { field: string; id: string }[] {
  return [
    ...(huggingface_id
      ? [{ field: 'huggingface_id', id: huggingface_id }]
      : []),
    ...(repository_url
      ? [{ field: 'repository_url', id: idOf(repository_url) }]
      : []),
    ...(['command', 'args', 'extra_args'] as const).flatMap(part =>
      expandVariables(
        deployment_config[part] ?? [],
        deployment_config.extra_env,
      ).flatMap((argument, index) =>
        findIds(argument).map(id => ({
          field: `deployment_config.${part}.${index}`,
          id,
        })),
      ),
    ),
  ];
}

function idOf(url: string): string {
  return new URL(url).pathname.split('/').slice(1, 3).join('/');
}

function findIds(argument: string): string[] {
  const ids = [argument, ...findShellWords(argument)].flatMap(word =>
    [MODEL_ID, BUCKET].flatMap(pattern =>
      [...word.matchAll(pattern)].map(match => match[1]),
    ),
  );
  return [...new Set(ids)];
}
