import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundProgram } from '../../../backends/found-program';

/** Answers with the environment of the container. */
const CGI = '#!/bin/sh\nprintf "Content-Type: text/plain\\n\\n"\nexec /bin/busybox env\n';

/**
 * An image from nothing but a static busybox, which serves HTTP on a port: its blobs as a registry serves them, each a
 * file named after its digest. Answers the digest of the manifest.
 */
export function makeImage(blobs: string, port: number): string {
  mkdirSync(blobs, { recursive: true });
  const layer = layerOf(foundProgram('busybox', 'apt-get install -y --no-install-recommends busybox-static'));
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/bin/busybox', 'httpd', '-f', '-p', String(port), '-h', '/www'], Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    history: [],
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: described('application/vnd.docker.container.image.v1+json', Buffer.from(config)),
    layers: [described('application/vnd.docker.image.rootfs.diff.tar', layer)],
  });
  for (const blob of [layer, Buffer.from(config), Buffer.from(manifest)]) {
    writeFileSync(join(blobs, digestOf(blob)), blob);
  }
  return digestOf(Buffer.from(manifest));
}

function layerOf(busybox: string): Buffer {
  const root = mkdtempSync(join(tmpdir(), 'helix-image-'));
  try {
    mkdirSync(join(root, 'bin'));
    mkdirSync(join(root, 'www/cgi-bin'), { recursive: true });
    copyFileSync(busybox, join(root, 'bin/busybox'));
    copyFileSync(busybox, join(root, 'bin/sh'));
    writeFileSync(join(root, 'www/index.html'), 'healthy\n');
    writeFileSync(join(root, 'www/cgi-bin/env'), CGI, { mode: 0o755 });
    const made = spawnSync('tar', ['--owner=0', '--group=0', '-C', root, '-c', '.'], { maxBuffer: 2 ** 27 });
    if (made.status !== 0) throw new Error(made.stderr.toString());
    return made.stdout;
  } finally {
    rmSync(root, { recursive: true });
  }
}

function described(mediaType: string, blob: Buffer): object {
  return { mediaType, size: blob.length, digest: digestOf(blob) };
}

function digestOf(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}
