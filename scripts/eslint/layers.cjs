const path = require('node:path');

/**
 * Reports an import, of types as well, that reaches a folder which the importing folder's line does not name.
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            folder: { type: 'string' },
            imports: { type: 'array', items: { type: 'string' } },
            why: { type: 'string' },
          },
          required: ['folder', 'imports', 'why'],
          additionalProperties: false,
        },
      },
    ],
    messages: {
      layer: '{{from}} must not import {{to}}: {{why}}',
      unknown: '{{folder}} has no line in scripts/eslint/layer-table.mjs.',
    },
  },
  create(context) {
    const [layers] = context.options;
    refuseUpward(layers);
    const innermostFirst = layers.toSorted((a, b) => b.folder.length - a.folder.length);
    const layerOf = (file) => innermostFirst.find(({ folder }) => isWithin(file, folder)) ?? null;
    const file = path.relative(context.cwd, context.filename);
    const from = layerOf(file);

    const check = (source) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const target = path.join(path.dirname(file), source.value);
      const to = layerOf(target);
      const unknown = from === null ? file : to === null ? target : null;
      if (unknown !== null) {
        context.report({ node: source, messageId: 'unknown', data: { folder: path.dirname(unknown) } });
      } else if (from !== to && !from.imports.some((folder) => isWithin(target, folder))) {
        const data = { from: from.folder, to: to.folder, why: from.why };
        context.report({ node: source, messageId: 'layer', data });
      }
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    };
  },
};

/** @throws Error for a line that names a folder below it */
function refuseUpward(layers) {
  layers.forEach(({ folder, imports }, index) => {
    const known = layers.slice(0, index + 1);
    const upward = imports.find((name) => !known.some((layer) => isWithin(name, layer.folder)));
    if (upward !== undefined) throw new Error(`layers: ${folder} names ${upward}, which is not above it`);
  });
}

function isWithin(file, folder) {
  return file === folder || file === `${folder}.ts` || file.startsWith(`${folder}/`);
}
