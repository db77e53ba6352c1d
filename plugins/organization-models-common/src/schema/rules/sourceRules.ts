import { holdsSecretText } from '../../secrets';
import type { SpecRule } from './SpecRule';

// Each part begins with a letter or a digit: none leads out of the repository
const HUGGING_FACE_URL =
  /^https:\/\/(huggingface\.co|hf\.co)(\/[A-Za-z0-9][\w.-]{0,95}){2}(\/tree(\/[A-Za-z0-9_][\w.-]*)+)?\/?$/;

/** Where the weights come from. */
export const sourceRules: SpecRule[] = [
  {
    of: ['huggingface_id', 'repository_url', 'deployment_config.command'],
    find: ({ huggingface_id, repository_url, deployment_config }) =>
      huggingface_id || repository_url || deployment_config?.command
        ? []
        : [
            {
              field: 'huggingface_id',
              message:
                'is needed, unless repository_url or deployment_config.command says what to serve',
            },
          ],
  },
  {
    of: ['repository_url'],
    find: ({ repository_url }) =>
      // a password in it has a rule of its own
      !repository_url ||
      HUGGING_FACE_URL.test(repository_url) ||
      holdsSecretText(repository_url)
        ? []
        : [
            {
              field: 'repository_url',
              message:
                'must be https://huggingface.co/{owner}/{name}: no runtime can serve other repositories yet',
            },
          ],
  },
  {
    of: ['huggingface_id', 'repository_url'],
    find: ({ huggingface_id, repository_url }) =>
      huggingface_id && isOther(huggingface_id, repository_url)
        ? [
            {
              field: 'repository_url',
              message:
                'is another repository than huggingface_id: leave one of them out',
            },
          ]
        : [],
  },
];

function isOther(id: string, url = ''): boolean {
  if (!HUGGING_FACE_URL.test(url)) {
    return false;
  }
  const [owner, name] = new URL(url).pathname.split('/').filter(Boolean);
  return `${owner}/${name}`.toLowerCase() !== id.toLowerCase();
}
