// Bundles the program into dist/: `npm run build`. Code that a plan does not need is split into chunks that load on demand.
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, transformSync } from 'esbuild';

const ROOT = dirname(import.meta.dirname);
const DIST = join(ROOT, 'dist');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

// Identifiers keep their names for readable stack traces; minified ones would not be faster.
const STYLE = /** @type {const} */ ({
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
});

const OWN = Symbol('resolved by the plugin itself');

// The library for Docker loads these for ways of using it that Helix does not take: Helix runs `ssh` itself, and opens no
// BuildKit session. A call to one fails with its name.
const UNUSED = /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$/;
const leaveOutUnused = {
  name: 'leave-out-unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: UNUSED, namespace: 'unused' }, ({ path }) => ({
      contents: `const unused = () => { throw new Error('${path} is left out of the bundle'); };
        module.exports = new Proxy({}, { get: () => unused });`,
    }));
  },
};

// A module that is imported on demand finds the program loaded, and with it the command that is run most. Told so, esbuild
// keeps both in one file, in which no call crosses a file; else it would cut them into a file for each set of modules that
// share something.
const MAIN = 'src/main.ts';
const ALWAYS_LOADED = ['src/cli/plan.ts', MAIN];
const keepMainWhole = {
  name: 'keep-main-whole',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'entry-point' && (kind !== 'dynamic-import' || !path.startsWith('.'))) return null;
      if (pluginData === OWN || importer.includes('node_modules')) return null;
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: OWN });
      return { ...found, namespace: 'on-demand' };
    });
    onLoad({ filter: /./, namespace: 'on-demand' }, ({ path }) => ({
      contents: [
        ...ALWAYS_LOADED.map((file) => `import ${JSON.stringify(join(ROOT, file))};`),
        `export * from ${JSON.stringify(path)};`,
      ].join('\n'),
      resolveDir: ROOT,
    }));
  },
};

// Validators are large, and a run needs few of them: each stays a file of its own, which is read at its first call.
const ON_DEMAND = /^\.\/on-demand\/[\w-]+\.js$/;
const readApart = new Map();
const keepValidatorsApart = {
  name: 'keep-validators-apart',
  setup({ onResolve }) {
    onResolve({ filter: ON_DEMAND }, ({ path, resolveDir }) => {
      const file = `validator-${basename(path)}`;
      readApart.set(file, join(resolveDir, path));
      return { path: `./${file}`, external: true };
    });
  },
};

const { metafile, outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: { main: MAIN },
  outdir: DIST,
  chunkNames: '[name]-[hash]',
  bundle: true,
  // esbuild splits only ES modules; each is converted to CommonJS below, which starts faster.
  splitting: true,
  format: 'esm',
  ...STYLE,
  plugins: [leaveOutUnused, keepMainWhole, keepValidatorsApart],
  legalComments: 'linked',
  metafile: true,
  write: false,
  define: {
    HELIX_VERSION: JSON.stringify(version),
    // The S3 client would warn on every run that its next versions need a newer Node.
    'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"',
  },
});
const files = new Map(
  outputFiles.map(({ path, text }) => [path, path.endsWith('.js') ? asCommonJs(text) : text]),
);
for (const [file, source] of readApart) files.set(join(DIST, file), readFileSync(source, 'utf8'));
files.set(
  join(DIST, 'helix.js'),
  "#!/usr/bin/env node\n// A program whose event loop runs dry has not succeeded.\nprocess.exitCode = 70;\nrequire('./main.js');\n",
);
// Files are overwritten first and removed afterwards: a program that runs meanwhile always finds its chunks.
for (const [path, text] of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !files.has(path)) rmSync(path);
}
chmodSync(join(DIST, 'helix.js'), 0o755);
if (process.argv.includes('--sizes')) {
  for (const [file, { bytes }] of Object.entries(metafile.outputs))
    console.log(String(bytes).padStart(9), file);
}

function asCommonJs(text) {
  return transformSync(text, { ...STYLE, format: 'cjs', supported: { 'dynamic-import': false } }).code;
}
