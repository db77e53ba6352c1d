/** What an audit of the registry says of the dependencies. */
export type Audit =
  | { answered: false }
  | { answered: true; advisories: Advisory[] };

/** A known weakness of a package. */
export interface Advisory {
  package: string;
  severity: string;
  issue: string;
  url: string;
}

/** Reads what `yarn npm audit --json` printed; a registry that gives no audits makes it fail without an advisory. */
export function readAudit(
  stdout: string,
  { exitCode }: { exitCode: number },
): Audit {
  const advisories = stdout
    .split('\n')
    .filter(line => line.startsWith('{"value"'))
    .map(line => JSON.parse(line))
    .filter(({ children }) => children?.Severity)
    .map(({ value, children }) => ({
      package: value,
      severity: children.Severity,
      issue: children.Issue,
      url: children.URL,
    }));
  return exitCode !== 0 && advisories.length === 0
    ? { answered: false }
    : { answered: true, advisories };
}
