import type { z } from 'zod';
import { findServedModelNames, wordsOf } from '../servedModelName';
import { parseQuantity } from '../quantity';
import type { modelSpec } from './modelSpec';

type Spec = z.output<typeof modelSpec>;

/** A field's path in dots, and what is wrong with it. */
export type FieldProblem = { field: string; message: string };

/**
 * What no single field can tell: every rule looks at the whole spec and names
 * the field that has to change. No rule echoes a value that may be a secret.
 */
export function findSpecProblems(spec: Spec): FieldProblem[] {
  return RULES.flatMap(rule => rule(spec) ?? []);
}

type Rule = (spec: Spec) => FieldProblem | FieldProblem[] | undefined;

const RULES: Rule[] = [
  sourceIsGiven,
  repositoryIsHuggingFace,
  gpuRangeIsOrdered,
  gpuCountIsInRange,
  vramIsOrdered,
  replicasAreOrdered,
  replicasOrAutoscaling,
  oneTokenOnly,
  storageBelongsToClaim,
  environmentNamesAreUnique,
  noSecretInEnvironment,
  noSecretInCommand,
  servedModelNameIsName,
];

function sourceIsGiven(spec: Spec) {
  return spec.huggingface_id ||
    spec.repository_url ||
    spec.deployment_config?.command
    ? undefined
    : {
        field: 'huggingface_id',
        message:
          'is needed, unless repository_url or deployment_config.command says what to serve',
      };
}

const HUGGING_FACE_URL =
  /^https:\/\/(huggingface\.co|hf\.co)\/[\w.-]+\/[\w.-]+(\/tree\/[\w./-]+)?\/?$/;

function repositoryIsHuggingFace({ repository_url }: Spec) {
  return !repository_url || HUGGING_FACE_URL.test(repository_url)
    ? undefined
    : {
        field: 'repository_url',
        message:
          'must be https://huggingface.co/{owner}/{name}: no runtime can serve other repositories yet',
      };
}

function gpuRangeIsOrdered({ requirements }: Spec) {
  const { min_gpus, max_gpus } = requirements?.gpu ?? {};
  return min_gpus !== undefined && max_gpus !== undefined && min_gpus > max_gpus
    ? {
        field: 'requirements.gpu.min_gpus',
        message: `must not be above max_gpus (${max_gpus})`,
      }
    : undefined;
}

function gpuCountIsInRange({ requirements, deployment_config }: Spec) {
  const count = deployment_config?.gpu_count;
  const { min_gpus = 0, max_gpus = Infinity } = requirements?.gpu ?? {};
  return count !== undefined && (count < min_gpus || count > max_gpus)
    ? {
        field: 'deployment_config.gpu_count',
        message: `must be from requirements.gpu.min_gpus (${min_gpus}) to max_gpus (${max_gpus})`,
      }
    : undefined;
}

function vramIsOrdered({ requirements }: Spec) {
  const { min_vram, preferred_vram } = requirements?.gpu ?? {};
  return min_vram &&
    preferred_vram &&
    parseQuantity(min_vram)! > parseQuantity(preferred_vram)!
    ? {
        field: 'requirements.gpu.preferred_vram',
        message: `must not be below min_vram (${min_vram})`,
      }
    : undefined;
}

function replicasAreOrdered({ deployment_config }: Spec) {
  const { min_replicas = 1, max_replicas = 8 } =
    deployment_config?.autoscaling_config ?? {};
  return min_replicas > max_replicas
    ? {
        field: 'deployment_config.autoscaling_config.max_replicas',
        message: `must not be below min_replicas (${min_replicas})`,
      }
    : undefined;
}

function replicasOrAutoscaling({ deployment_config }: Spec) {
  return deployment_config?.enable_autoscaling &&
    deployment_config.replicas !== undefined
    ? {
        field: 'deployment_config.replicas',
        message:
          'belongs to models without autoscaling: set autoscaling_config.min_replicas and max_replicas instead',
      }
    : undefined;
}

function oneTokenOnly({ deployment_config }: Spec) {
  return deployment_config?.hugging_face_token &&
    deployment_config.hugging_face_token_secret
    ? {
        field: 'deployment_config.hugging_face_token',
        message: 'and hugging_face_token_secret exclude each other',
      }
    : undefined;
}

function storageBelongsToClaim({ deployment_config = {} }: Spec) {
  const { enable_pvc, shared_pvc, storage_class, storage_size } =
    deployment_config;
  const problems: FieldProblem[] = [];
  if (shared_pvc && enable_pvc) {
    problems.push({
      field: 'deployment_config.shared_pvc',
      message: 'and enable_pvc exclude each other: a shared claim exists already',
    });
  }
  for (const [field, value] of Object.entries({ storage_class, storage_size })) {
    if (value !== undefined && !enable_pvc) {
      problems.push({
        field: `deployment_config.${field}`,
        message: 'needs enable_pvc: true',
      });
    }
  }
  return problems;
}

function environmentNamesAreUnique({ deployment_config }: Spec) {
  const names = (deployment_config?.extra_env ?? []).map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? {
          field: `deployment_config.extra_env.${index}.name`,
          message: `${name} is given twice`,
        }
      : [],
  );
}

const SECRET_NAME = /(TOKEN|API_?KEY|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?$/i;
const SECRET_VALUE = /\bhf_[A-Za-z0-9]{8,}/;
const SECRET_OPTIONS = ['--api-key', '--hf-token'];

function noSecretInEnvironment({ deployment_config }: Spec) {
  return (deployment_config?.extra_env ?? []).flatMap(({ name, value }, index) =>
    SECRET_NAME.test(name) || SECRET_VALUE.test(value)
      ? {
          field: `deployment_config.extra_env.${index}`,
          message:
            'looks like a secret in plain sight: use hugging_face_token or hugging_face_token_secret',
        }
      : [],
  );
}

function noSecretInCommand({ deployment_config = {} }: Spec) {
  return (['command', 'args', 'extra_args'] as const).flatMap(part =>
    (deployment_config[part] ?? []).flatMap((argument, index) =>
      holdsSecret(argument)
        ? {
            field: `deployment_config.${part}.${index}`,
            message:
              'holds a secret in plain sight, which everybody who may see the model could read: use hugging_face_token or hugging_face_token_secret',
          }
        : [],
    ),
  );
}

function holdsSecret(argument: string): boolean {
  return (
    SECRET_VALUE.test(argument) ||
    wordsOf([argument]).some(word =>
      SECRET_OPTIONS.includes(word.replace(/_/g, '-').split('=')[0]),
    )
  );
}

function servedModelNameIsName({ name, deployment_config = {} }: Spec) {
  const { command, args, extra_args, enable_autoscaling } = deployment_config;
  if (extra_args && findServedModelNames(extra_args).length > 0) {
    return {
      field: 'deployment_config.extra_args',
      message: '--served-model-name is generated already: leave it out',
    };
  }
  if (!command && !args) {
    return undefined;
  }
  const field = `deployment_config.${args ? 'args' : 'command'}`;
  const served = findServedModelNames([...(command ?? []), ...(args ?? [])]);
  if (served.length === 0) {
    return enable_autoscaling
      ? {
          field,
          message: `must have --served-model-name ${name}, by which the autoscaler and the gateway find the model`,
        }
      : undefined;
  }
  return served.every(other => other === name)
    ? undefined
    : { field, message: `--served-model-name must be ${name}, the model's name` };
}
