import { baseImagesOf } from '../base-images';
import { buildKitFeatures } from '../buildkit-features';
import { parseDockerfile } from '../instructions';

const features = (...lines: string[]): readonly string[] =>
  buildKitFeatures(lines.join('\n')).map(({ line, feature }) => `${line} ${feature}`);
const images = (lines: readonly string[], args?: Record<string, string>): readonly string[] =>
  baseImagesOf(lines.join('\n'), args).map(({ line, reference }) => `${line} ${reference}`);

describe('parseDockerfile', () => {
  it('joins continued lines, passes by comments, and keeps the first line of an instruction', () => {
    const text =
      '# a comment\nFROM x\n\nRUN apt-get update && \\\n  # why\n\n  apt-get install curl\nCMD ["a"]\n';
    expect(
      parseDockerfile(text).instructions.map(({ keyword, line, rest }) => [keyword, line, rest]),
    ).toEqual([
      ['FROM', 2, 'x'],
      ['RUN', 4, 'apt-get update && apt-get install curl'],
      ['CMD', 8, '["a"]'],
    ]);
  });

  it('reads no instruction in a here-document, whose end is the word that it names', () => {
    const text = 'FROM x\nRUN <<EOF\nFROM y\nEOF\nCOPY <<"A" <<-B /etc/\nRUN z\nA\n\tB\nUSER u\n';
    expect(parseDockerfile(text).instructions.map(({ keyword, line }) => `${line} ${keyword}`)).toEqual([
      '1 FROM',
      '2 RUN',
      '5 COPY',
      '9 USER',
    ]);
  });

  it('takes another escape character from its directive, and reads files of Windows', () => {
    const text = '# escape=`\r\nFROM x\r\nRUN a `\r\n  b\r\nonbuild copy --from=q . .\r\n';
    expect(parseDockerfile(text).instructions.map(({ keyword, rest }) => `${keyword} ${rest}`)).toEqual([
      'FROM x',
      'RUN a b',
      'COPY . .',
    ]);
  });
});

describe('buildKitFeatures', () => {
  it('do not occur in a Dockerfile that every builder understands', () => {
    expect(
      features(
        '# A comment, syntax=none',
        'ARG BUILDPLATFORM=linux/amd64',
        'FROM --platform=$BUILDPLATFORM x AS build',
        'RUN test $((1<<2)) -eq 4 && cat <<<word && echo "a<<b"',
        'COPY --from=build --chown=1:1 a b',
      ),
    ).toEqual([]);
  });

  it('are found with their lines', () => {
    expect(
      features(
        '# syntax=docker/dockerfile:1',
        'FROM --platform=$BUILDPLATFORM golang AS build',
        'ARG TARGETARCH',
        'RUN --mount=type=cache,target=/c \\',
        '  go build',
        'FROM scratch',
        'COPY --link --from=build a b',
        'COPY --parents --exclude=*.md c d',
        'COPY <<EOF /etc/x',
        'RUN --mount=a',
        'EOF',
        'ADD --checksum=sha256:1 https://example.org/x /x',
      ),
    ).toEqual([
      '1 # syntax',
      '2 BUILDPLATFORM',
      '3 TARGETARCH',
      '4 RUN --mount',
      '7 COPY --link',
      '8 COPY --parents',
      '8 COPY --exclude',
      '9 a here-document',
      '12 ADD --checksum',
    ]);
  });
});

describe('baseImagesOf', () => {
  it('are those of FROM, COPY --from, RUN --mount and the syntax, each once, without stages', () => {
    expect(
      images([
        '# syntax=docker/dockerfile:1',
        'FROM --platform=linux/amd64 rust:1.88 AS Build',
        'FROM build AS test',
        'FROM scratch',
        'COPY --from=build /a /a',
        'COPY --from=0 /a /a',
        'COPY --from=busybox:1 /bin/sh /bin/sh',
        'RUN --mount=type=bind,from=tools:2,source=/x,target=/x x',
        'FROM rust:1.88',
      ]),
    ).toEqual(['1 docker/dockerfile:1', '2 rust:1.88', '7 busybox:1', '8 tools:2']);
  });

  it('have the arguments before the first FROM filled in, with the values that are given', () => {
    const lines = [
      'ARG TAG=bookworm REGISTRY',
      'ARG NAME="debian:${TAG}-slim"',
      'FROM $NAME',
      'FROM ${REGISTRY:-docker.io}/alpine${SUFFIX:+:}${SUFFIX}',
      'ARG TAG=later',
      'FROM x:$UNKNOWN',
    ];
    expect(images(lines)).toEqual(['3 debian:bookworm-slim']);
    expect(images(lines, { TAG: 'trixie', SUFFIX: '3', REGISTRY: 'mirror' })).toEqual([
      '3 debian:trixie-slim',
    ]);
  });
});
