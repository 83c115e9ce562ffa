import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../../backends/free-port';
import { TestProject } from '../../../helix';
import { DockerServer } from '../docker-server';

/** Stands in for cargo: it copies what a real one would compile. The server answers with its own queries. */
const CARGO = `#!/bin/sh
set -e
case "$*" in
  "build --release --package helix-cli")
    mkdir -p target/release && cp tools/compiler target/release/helix ;;
  "chef prepare --recipe-path recipe.json --bin helix-container")
    echo "{}" > recipe.json ;;
  "chef cook --release --recipe-path recipe.json --package helix-container" | "chef cook --recipe-path recipe.json --package helix-container")
    test -f recipe.json ;;
  "build --release --package helix-container" | "build --features dev --package helix-container")
    case "$2" in --release) out=target/release ;; *) out=target/debug ;; esac
    mkdir -p $out
    {
      echo '#!/bin/sh'
      echo '[ -e "$HELIX_DATA_DIR/first" ] || echo "$HELIX_PROJECT/$HELIX_INSTANCE" > "$HELIX_DATA_DIR/first"'
      echo 'mkdir -p "$HELIX_DATA_DIR/www" && cp "$HELIX_DATA_DIR/first" "$HELIX_DATA_DIR/www/first"'
      echo 'cat > "$HELIX_DATA_DIR/www/introspect" <<"QUERIES"'
      cat helix-container/src/queries.rs
      echo QUERIES
      echo 'exec /bin/busybox httpd -f -p "$HELIX_PORT" -h "$HELIX_DATA_DIR/www"'
    } > $out/helix-container
    chmod +x $out/helix-container ;;
  *) echo "unexpected: cargo $*" >&2; exit 1 ;;
esac
`;

/** Stands in for HelixDB's compiler, which is in its source: \`compile --path DIRECTORY --output DIRECTORY\`. */
const COMPILER = `#!/bin/sh
set -e
test "$1 $2 $4" = "compile --path --output"
if grep -n broken "$3"/db/*.hx; then exit 1; fi
cat "$3/helix.toml" "$3"/db/*.hx > "$5/queries.rs"
`;

let server: DockerServer;
let scratch: string;
const projects: TestProject[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'helix-generated-'));
  makeRepository(join(scratch, 'helix-db'));
  server = await DockerServer.start();
  server.makeImage(
    'stand-in:1',
    ['/bin/sh'],
    {
      'bin/cargo': CARGO,
      'bin/apt-get': '#!/bin/sh\n',
      'bin/curl': '#!/bin/sh\nexec wget -q -O /dev/null http://127.0.0.1:6969/first\n',
    },
    [
      'RUN ["/bin/busybox", "chmod", "755", "/bin/cargo", "/bin/apt-get", "/bin/curl"]',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    ],
  );
});

afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await server.stop();
});

afterEach(async () => {
  for (const project of projects.splice(0)) {
    await project.run(['destroy', '--local', '--auto-approve']);
    project.remove();
  }
  server.clear();
});

function makeRepository(directory: string): void {
  const files = { 'helix-container/src/queries.rs': 'none', 'tools/compiler': COMPILER };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  chmodSync(join(directory, 'tools/compiler'), 0o755);
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=a@b.example', ...words], {
      cwd: directory,
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'source');
  git('tag', 'v2.3.5');
}

function newProject(port: number, mode: 'dev' | 'release', query: string): TestProject {
  const project = new TestProject(
    {
      'helix.toml': [
        '[project]',
        'name = "shop"',
        `helix_repository = "file://${join(scratch, 'helix-db')}"`,
        'build_base = "stand-in:1"',
        'runtime_base = "stand-in:1"',
        '',
        '[local.dev]',
        `port = ${port}`,
        `build_mode = "${mode}"`,
        'vector_config = { m = 24 }',
        '',
      ].join('\n'),
      'db/schema.hx': 'N::User { name: String }\n',
      'db/queries.hx': query,
    },
    { DOCKER_HOST: server.host, HELIX_CACHE_DIR: join(scratch, 'cache') },
  );
  projects.push(project);
  return project;
}

interface Built {
  readonly images: readonly { readonly address: string; readonly tag: string; readonly image_id: string }[];
}

const read = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}/${path}`)).text();

describe('a project of queries without a Dockerfile', () => {
  test('is compiled, built and run without root; queries with an error change nothing, others are another image on the same data', async () => {
    const port = await freePort();
    const project = newProject(port, 'release', 'QUERY one() => RETURN "one"\n');
    expect(await project.runHelix('build', 'dev', '--print-dockerfile')).toContain(
      'FROM stand-in:1 AS runtime',
    );
    const build = async () => {
      const { images } = JSON.parse(
        await project.runHelix('build', '--json', '--output', 'dev.tar'),
      ) as Built;
      return images[0]!;
    };
    // The layers of the stage stay without a name: the build of the whole image begins with them.
    const repositories = () => server.docker('image', 'ls', '--format', '{{.Repository}}').split('\n');
    const names = () => [server.names('container'), repositories().filter((name) => name !== '<none>')];
    const before = names();
    const compiled = await project.run(['compile', 'dev', '--output', 'made/code']);
    expect([compiled.code, compiled.stdout]).toEqual([0, "2 files are valid by HelixDB's compiler.\n"]);
    expect(project.read('made/code/queries.rs')).toMatch(/QUERY one\(\) => RETURN "one"\n/);
    project.write('db/queries.hx', 'QUERY one() => RETURN "broken"\n');
    const checked = await project.run(['check', 'dev', '--json']);
    expect([checked.code, JSON.parse(checked.stdout)]).toEqual([
      1,
      {
        checked_by: 'helixdb',
        files: 2,
        problems: [{ file: 'db/queries.hx', line: 1, message: 'QUERY one() => RETURN "broken"' }],
      },
    ]);
    project.write('db/queries.hx', 'QUERY one() => RETURN "one"\n');
    expect(names()).toEqual(before);
    const built = await build();
    expect(built).toMatchObject({ address: 'image.dev', cached: false });
    expect(built.tag).toMatch(/^helix-shop-dev:[0-9a-f]{12}$/);
    expect(server.docker('load', '-i', join(project.directory, 'dev.tar'))).toContain(built.tag);
    // The file that it wrote is in no build, and an apply finds the image.
    expect(await build()).toEqual({ ...built, cached: true, seconds: expect.any(Number) as number });
    expect(await project.runHelix('apply', '--auto-approve')).not.toContain('building');
    expect(server.docker('inspect', '-f', '{{.Image}}', 'helix-shop-dev')).toBe(built.image_id);
    const answer = await read(port, 'introspect');
    expect(answer).toContain('QUERY one()');
    expect(answer).toContain('m = 24');
    expect(await read(port, 'first')).toBe('shop/dev\n');
    const [{ Config }] = JSON.parse(server.docker('inspect', 'helix-shop-dev')) as [
      { Config: { User: string; Healthcheck: object; ExposedPorts: object; Volumes: object } },
    ];
    expect(Config).toMatchObject({
      User: '10001',
      ExposedPorts: { '6969/tcp': {} },
      Volumes: { '/data': {} },
    });
    expect(Config.Healthcheck).toBeDefined();
    expect(readdirSync(join(scratch, 'cache', 'repo'))).toHaveLength(1);
    expect(project.read('.helix/dev/Dockerfile')).toContain('FROM base AS hql');
    expect((await project.run(['plan', '--detailed-exitcode'])).code).toBe(0);
    project.write('db/queries.hx', 'QUERY broken(\n');
    const refused = await project.run(['apply', '--auto-approve']);
    expect(refused.code).toBe(4);
    expect(refused.stdout + refused.stderr).toContain('QUERY broken(');
    expect(await read(port, 'introspect')).toContain('QUERY one()');
    project.write('db/queries.hx', 'QUERY two() => RETURN "two"\n');
    await project.runHelix('apply', '--auto-approve');
    expect(await read(port, 'introspect')).toContain('QUERY two()');
    expect(await read(port, 'first')).toBe('shop/dev\n');
  });
});
