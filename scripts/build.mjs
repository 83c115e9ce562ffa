// Bundles the program into dist/: `npm run build`. What a plan does not need lies in chunks that are loaded when asked for.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const ROOT = dirname(import.meta.dirname);
const DIST = join(ROOT, 'dist');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

rmSync(DIST, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: { main: 'src/main.ts' },
  outdir: DIST,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  // Only ES modules can be split into chunks; dist/helix.js is the door for CommonJS.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  keepNames: true,
  sourcemap: false,
  legalComments: 'linked',
  metafile: true,
  define: { HELIX_VERSION: JSON.stringify(version) },
  banner: {
    js: "import{createRequire as helixRequire}from'node:module';const require=helixRequire(import.meta.url);",
  },
});
writeFileSync(
  join(DIST, 'helix.js'),
  "#!/usr/bin/env node\n// A program whose event loop runs dry has not succeeded.\nprocess.exitCode = 70;\nimport('./main.mjs');\n",
);
chmodSync(join(DIST, 'helix.js'), 0o755);
if (process.argv.includes('--sizes')) {
  for (const [file, { bytes }] of Object.entries(metafile.outputs))
    console.log(String(bytes).padStart(9), file);
}
