import { parse } from 'smol-toml';
import { baseImagesOf } from '../../dockerfile/base-images';
import { buildKitFeatures } from '../../dockerfile/buildkit-features';
import { parseDockerfile } from '../../dockerfile/instructions';
import { compilerConfig } from '../compiler-config';
import { generatedDockerfile } from '../generated-dockerfile';
import { DEFAULT_RECIPE } from '../recipe';

const image = (buildMode: 'dev' | 'release', project = 'shop') =>
  generatedDockerfile({ recipe: DEFAULT_RECIPE, buildMode, project, instance: 'dev' });

describe('the generated Dockerfile', () => {
  it('needs no BuildKit, and has the base images of the recipe', () => {
    expect(buildKitFeatures(image('dev'))).toEqual([]);
    expect(baseImagesOf(image('dev')).map(({ reference }) => reference)).toEqual([
      'lukemathwalker/cargo-chef:latest-rust-1.88',
      'debian:bookworm-slim',
    ]);
  });

  it('gives the data to the user of the server before it declares the volume', () => {
    const { instructions } = parseDockerfile(image('release'));
    const index = (keyword: string, part: string) =>
      instructions.findIndex((one) => one.keyword === keyword && one.rest.includes(part));
    expect(index('RUN', 'chown 10001:10001 /data')).toBeGreaterThan(0);
    expect(index('VOLUME', '/data')).toBeGreaterThan(index('RUN', 'chown 10001:10001 /data'));
    expect(index('USER', '10001')).toBeGreaterThan(0);
    expect(index('HEALTHCHECK', 'CMD')).toBeGreaterThan(0);
  });

  it('compiles the server for its build mode', () => {
    expect(image('release')).toContain('cargo build --release --package helix-container');
    expect(image('release')).toContain('target/release/helix-container');
    expect(image('dev')).toContain('cargo build --features dev --package helix-container');
    expect(image('dev')).toContain('target/debug/helix-container');
  });

  it('takes the name of a project for a value, whatever is in it', () => {
    expect(image('dev', 'a "b" $c')).toContain('HELIX_PROJECT="a \\"b\\" \\$c"');
  });
});

describe('the helix.toml of the compiler', () => {
  it('has the project, one instance and its settings', () => {
    const text = compilerConfig('my "shop"', 'dev', {
      buildMode: 'dev',
      db: {
        bm25: true,
        embedding_model: 'text-embedding-ada-002',
        graph_config: { secondary_indices: ['a', 'b'] },
        graphvis_node_label: null,
        vector_config: { m: 24 },
      },
    });
    expect(parse(text)).toEqual({
      project: { name: 'my "shop"', queries: 'db' },
      local: {
        dev: {
          build_mode: 'dev',
          bm25: true,
          embedding_model: 'text-embedding-ada-002',
          graph_config: { secondary_indices: ['a', 'b'] },
          vector_config: { m: 24 },
        },
      },
    });
  });
});
