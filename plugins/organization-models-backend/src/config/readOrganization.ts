import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readOrganizationRef } from './readOrganizationRef';

export type OrganizationConfig = {
  mode: 'catalog' | 'single';
  single: string | undefined;
  groupTypes: string[];
  externalSubjects: Map<string, string[]>;
};

/** Reads `organizationModels.organization`: how organizations are found. */
export function readOrganization(
  config: Config | undefined,
): OrganizationConfig {
  const mode = config?.getOptionalString('mode') ?? 'catalog';
  if (mode !== 'catalog' && mode !== 'single') {
    throw new InputError(
      'organizationModels.organization.mode must be catalog or single',
    );
  }
  return {
    mode,
    single:
      mode === 'single'
        ? readOrganizationRef(
            config!.getString('single'),
            'organization.single',
          )
        : undefined,
    groupTypes: config?.getOptionalStringArray('groupTypes') ?? [
      'organization',
    ],
    externalSubjects: readExternalSubjects(config),
  };
}

// Subjects have dots, slashes and the like, which getConfig would not take
function readExternalSubjects(
  config: Config | undefined,
): Map<string, string[]> {
  const subjects = Object.entries(
    config?.getOptional<Record<string, unknown>>('externalSubjects') ?? {},
  );
  return new Map(
    subjects.map(([subject, refs]) => {
      const key = `organization.externalSubjects: ${subject}`;
      if (!Array.isArray(refs)) {
        throw new InputError(
          `organizationModels.${key} must be a list of organizations`,
        );
      }
      return [
        subject,
        refs.map(ref => (ref === '*' ? ref : readOrganizationRef(ref, key))),
      ];
    }),
  );
}
