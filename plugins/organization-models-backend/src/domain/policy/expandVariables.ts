import type { StoredSpec } from '../facts/ResolvedModel';

type Variables = NonNullable<
  NonNullable<StoredSpec['deployment_config']>['extra_env']
>;

/**
 * Arguments as a container gets them: Kubernetes puts variables in for
 * `$(NAME)`, also where there is no shell, and a shell for `$NAME`.
 */
export function expandVariables(
  words: string[],
  variables: Variables = [],
): string[] {
  const values = new Map<string, string>();
  for (const { name, value } of variables) {
    values.set(name, expand(value, values));
  }
  return words.map(word => expand(word, values));
}

function expand(text: string, values: Map<string, string>): string {
  return text.replace(
    /\$(?:\((\w+)\)|\{(\w+)\}|(\w+))/g,
    (written, ...names) =>
      values.get(names.slice(0, 3).find(Boolean)) ?? written,
  );
}
