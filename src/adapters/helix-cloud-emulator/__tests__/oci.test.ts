import { makeAnonymousWorld, CREATE, digestOfBytes, pushImage, registryRequest } from './anonymous-world';
import type { Created } from './anonymous-world';

describe('the registry', () => {
  it('61: takes the deployment key of an instance, for repositories of that instance alone', async () => {
    const { emulator, id, created, registry } = await makeAnonymousWorld();
    const key = created.deployment_key;
    expect((await registry('GET', '')).status).toBe(200);
    const refused = await emulator.fetch(registryRequest('GET', '', { id, key: `${key}x` }));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Helix Cloud"',
    ]);
    expect((await registry('GET', 'other/app/tags/list')).status).toBe(403);
    expect((await registry('GET', `${id}/tags/list`)).status).toBe(403);
    expect((await registry('GET', `${id}/App/tags/list`)).status).toBe(400);
    expect((await registry('GET', `${id}/..%2f..%2fx/tags/list`)).status).toBe(400);
    expect((await registry('GET', 'nowhere')).status).toBe(404);
    expect((await registry('PATCH', `${id}/app/tags/list`)).status).toBe(405);
  });

  it('62: takes a blob in parts, tells how far a cut one came, and refuses a part for another byte', async () => {
    const { registry, id } = await makeAnonymousWorld();
    const begun = await registry('POST', `${id}/app/blobs/uploads/`);
    const upload = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    const cut = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('hello '));
      },
      pull(controller) {
        controller.error(new Error('the line is dead'));
      },
    });
    await registry('PATCH', upload, { body: cut, duplex: 'half' }).catch(() => undefined);
    const reached = await registry('GET', upload);
    expect([reached.status, reached.headers.get('range')]).toEqual([204, '0-5']);
    const wrong = await registry('PATCH', upload, { body: 'x', headers: { 'content-range': '0-0' } });
    expect([wrong.status, wrong.headers.get('range')]).toEqual([416, '0-5']);
    const next = await registry('PATCH', upload, { body: 'wor', headers: { 'content-range': '6-8' } });
    expect([next.status, next.headers.get('range')]).toEqual([202, '0-8']);
    const digest = digestOfBytes('hello world');
    const done = await registry('PUT', `${upload}?digest=${digest}`, { body: 'ld' });
    expect([done.status, done.headers.get('docker-content-digest')]).toEqual([201, digest]);
    expect(await (await registry('GET', `${id}/app/blobs/${digest}`)).text()).toBe('hello world');
    expect((await registry('GET', upload)).status).toBe(404);
  });

  it('62: keeps nothing of a blob with another digest', async () => {
    const { registry, id } = await makeAnonymousWorld();
    const digest = digestOfBytes('one');
    const put = await registry('POST', `${id}/app/blobs/uploads/?digest=${digest}`, { body: 'two' });
    expect([put.status, (await registry('HEAD', `${id}/app/blobs/${digest}`)).status]).toEqual([400, 404]);
    expect((await registry('POST', `${id}/app/blobs/uploads/?digest=md5:1`, { body: 'x' })).status).toBe(400);
  });

  it('63: keeps manifests byte for byte, and refuses one that names a blob that is not there', async () => {
    const made = await makeAnonymousWorld();
    const { registry, id } = made;
    const reference = await pushImage(made, { a: '1' });
    const byTag = await registry('GET', `${id}/app/manifests/latest`);
    const text = await byTag.text();
    expect(reference.endsWith(digestOfBytes(text))).toBe(true);
    const byDigest = await registry('HEAD', `${id}/app/manifests/${digestOfBytes(text)}`);
    expect(byDigest.headers.get('content-length')).toBe(`${text.length}`);
    const missing = { mediaType: 'x', digest: digestOfBytes('nowhere'), size: 1 };
    const refused = await registry('PUT', `${id}/app/manifests/b`, {
      body: JSON.stringify({ layers: [missing] }),
    });
    expect(await refused.json()).toMatchObject({ errors: [{ code: 'MANIFEST_BLOB_UNKNOWN' }] });
  });

  it('63: serves ranges of blobs, tags in pages, and what is about a manifest', async () => {
    const made = await makeAnonymousWorld();
    const { registry, id } = made;
    const digest = digestOfBytes('0123456789');
    await registry('POST', `${id}/app/blobs/uploads/?digest=${digest}`, { body: '0123456789' });
    const part = await registry('GET', `${id}/app/blobs/${digest}`, { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
    const after = await registry('GET', `${id}/app/blobs/${digest}`, { headers: { range: 'bytes=10-' } });
    expect(after.status).toBe(416);
    for (const tag of ['c', 'a', 'b'])
      await registry('PUT', `${id}/app/manifests/${tag}`, { body: '{"layers":[]}' });
    const page = await registry('GET', `${id}/app/tags/list?n=2`);
    expect(await page.json()).toEqual({ name: `${id}/app`, tags: ['a', 'b'] });
    expect(page.headers.get('link')).toContain('last=b');
    expect(await (await registry('GET', `${id}/app/tags/list?n=2&last=b`)).json()).toMatchObject({
      tags: ['c'],
    });
    const subject = { mediaType: 'x', digest: digestOfBytes('{"layers":[]}'), size: 13 };
    const about = JSON.stringify({ layers: [], artifactType: 'note', subject });
    await registry('PUT', `${id}/app/manifests/about`, { body: about });
    const { manifests } = (await (await registry('GET', `${id}/app/referrers/${subject.digest}`)).json()) as {
      manifests: readonly object[];
    };
    expect(manifests).toMatchObject([{ digest: digestOfBytes(about), artifactType: 'note' }]);
  });

  it('64: shows an instance nothing of another, and deletes what it is told to', async () => {
    const made = await makeAnonymousWorld();
    const { registry, id, emulator, call } = made;
    await pushImage(made, { a: '1' });
    const { json } = await call('POST', '/anonymous/instances', { body: CREATE, owner: null });
    const other = json as unknown as Created;
    const config = digestOfBytes('{"architecture":"amd64","os":"linux"}');
    const asOther = { id: other.instance_id, key: other.deployment_key };
    const read = (path: string) => emulator.fetch(registryRequest('HEAD', path, asOther));
    expect((await read(`${other.instance_id}/app/blobs/${config}`)).status).toBe(404);
    expect((await read(`${id}/app/blobs/${config}`)).status).toBe(403);
    const tagged = await registry('HEAD', `${id}/app/manifests/latest`);
    const digest = tagged.headers.get('docker-content-digest') ?? '';
    expect((await registry('DELETE', `${id}/app/manifests/latest`)).status).toBe(202);
    expect((await registry('HEAD', `${id}/app/manifests/${digest}`)).status).toBe(200);
    expect((await registry('DELETE', `${id}/app/manifests/${digest}`)).status).toBe(202);
    expect((await registry('HEAD', `${id}/app/manifests/${digest}`)).status).toBe(404);
    expect((await registry('DELETE', `${id}/app/blobs/${config}`)).status).toBe(202);
    expect((await registry('HEAD', `${id}/app/blobs/${config}`)).status).toBe(404);
  });

  it('65: has the faults and the counters of other calls', async () => {
    const { registry, id, emulator } = await makeAnonymousWorld();
    emulator.faults.rules = [
      { fault: { kind: 'unavailable', retryAfterSeconds: 1 }, next: 1, operations: ['pushBlob'] },
      { fault: { kind: 'drop-after-commit' }, next: 1, operations: ['pushBlob'] },
    ];
    const digest = digestOfBytes('');
    const push = () => registry('POST', `${id}/app/blobs/uploads/?digest=${digest}`, { body: '' });
    expect((await push()).status).toBe(503);
    await expect(push()).rejects.toThrow('fetch failed');
    expect((await registry('HEAD', `${id}/app/blobs/${digest}`)).status).toBe(200);
    expect(emulator.calls().clusters[id]).toEqual({
      requests: expect.objectContaining({ pushBlob: 2, pullBlob: 1 }) as object,
      commits: { createAnonymousInstance: 1, pushBlob: 1 },
    });
  });
});
