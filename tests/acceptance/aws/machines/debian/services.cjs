// The network around the machine: the metadata service of EC2 (version 2 alone, on its real address), a registry that
// asks for the password ECR gives out, and moto in the place of AWS. `services.cjs DIRECTORY`: the directory holds
// `blobs/`, `moto` (the command that starts it), `away` while the registry shall not answer, and `metadata/` with one file per path, which tests may change.
const { spawn } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { existsSync, readFileSync, statSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const directory = process.argv[2];
const PASSWORD = '123456789012-auth-token';

const tokens = new Set();
const metadata = createServer((request, response) => {
  if (request.method === 'PUT' && request.url === '/latest/api/token') {
    const token = randomUUID();
    tokens.add(token);
    const lifetime = request.headers['x-aws-ec2-metadata-token-ttl-seconds'] ?? '';
    if (!/^\d+$/.test(lifetime)) return response.writeHead(400).end();
    return response.writeHead(200, { 'x-aws-ec2-metadata-token-ttl-seconds': lifetime }).end(token);
  }
  if (!tokens.has(request.headers['x-aws-ec2-metadata-token'])) return response.writeHead(401).end();
  const file = join(
    directory,
    'metadata',
    request.url.replace('/latest/meta-data/', '').replaceAll('/', '_'),
  );
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/plain' }).end(readFileSync(file, 'utf8').trim());
});

const TYPES = {
  manifests: 'application/vnd.docker.distribution.manifest.v2+json',
  blobs: 'application/octet-stream',
};
const registry = createServer((request, response) => {
  if (existsSync(join(directory, 'away'))) return request.destroy();
  const expected = `Basic ${Buffer.from(`AWS:${PASSWORD}`).toString('base64')}`;
  if (request.headers.authorization !== expected) {
    return response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
  }
  const [, kind, digest] = /\/(manifests|blobs)\/(sha256:[0-9a-f]{64})$/.exec(request.url) ?? [];
  const file = digest && join(directory, 'blobs', digest);
  if (request.url === '/v2/') return response.writeHead(200).end('{}');
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  const headers = {
    'content-type': TYPES[kind],
    'content-length': statSync(file).size,
    'docker-content-digest': digest,
  };
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : readFileSync(file));
});

metadata.listen(80, '169.254.169.254');
registry.listen(5000, '127.0.0.1');
const [program, ...words] = JSON.parse(readFileSync(join(directory, 'moto'), 'utf8'));
spawn(program, [...words, '-H', '127.0.0.1', '-p', '5001'], { stdio: ['ignore', 'ignore', 'inherit'] });
