import ts from 'typescript';

/** What is declared below a setting: whether it is a list of that, and of what kind it is called. */
export type SettingMembers = {
  members: ts.NodeArray<ts.TypeElement>;
  isList: boolean;
  kind: 'list' | 'object';
};

/** The interfaces of a config.d.ts, of which `Config` holds the others. */
export class ConfigTypes {
  readonly settings: Iterable<ts.TypeElement>;
  readonly #interfaces: Map<string, ts.NodeArray<ts.TypeElement>>;

  constructor(configTypes: string) {
    const { statements } = ts.createSourceFile(
      'config.d.ts',
      configTypes,
      ts.ScriptTarget.Latest,
      true,
    );
    this.#interfaces = new Map(
      statements
        .filter(ts.isInterfaceDeclaration)
        .map(each => [each.name.text, each.members]),
    );
    this.settings = this.#interfaces.get('Config') ?? [];
  }

  /** Undefined for a value. */
  membersOf(type: ts.TypeNode): SettingMembers | undefined {
    const isList =
      ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Array';
    const element = isList ? type.typeArguments![0] : type;
    const named = ts.isTypeReferenceNode(element)
      ? this.#interfaces.get(element.typeName.getText())
      : undefined;
    const members = ts.isTypeLiteralNode(element) ? element.members : named;
    return members && { members, isList, kind: isList ? 'list' : 'object' };
  }
}
