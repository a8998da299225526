import ts from 'typescript';

/** Members of a union of strings that a source declares, through the aliases that it names of the same source. */
export function readStringUnion(source: string, alias: string): readonly string[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ESNext, true);
  const membersOf = (node: ts.TypeNode): readonly string[] => {
    if (ts.isUnionTypeNode(node)) return node.types.flatMap(membersOf);
    if (ts.isTypeReferenceNode(node)) return readStringUnion(source, node.typeName.getText(file));
    return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? [node.literal.text] : [];
  };
  return file.statements.flatMap((statement) =>
    ts.isTypeAliasDeclaration(statement) && statement.name.text === alias ? membersOf(statement.type) : [],
  );
}
