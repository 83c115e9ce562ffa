import type { DesiredResource } from '../../graph/desired-state';
import { encodeImage } from '../../resources/image/image';
import { encodeImageOutputs } from '../../resources/image/outputs';
import { encodeMachine } from '../../resources/machine';
import type { ResourceRecord } from '../../state/state';
import { sampleBuiltImage, sampleMachine } from '../../testing/sample-inputs';
import { digestOf } from '../../values/digest';
import type { JsonObject } from '../../values/json';
import type { Plan } from '../plan';
import { planDigest } from '../seal';
import { planFor, recorded, state, verbs, wanted } from './world';

/** The digests of what two images are built from. */
const [FIRST, SECOND] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const RUNNING = `registry.example.com/api@sha256:${'1'.repeat(64)}`;

function desired(kind: 'image' | 'instance', inputs: JsonObject): DesiredResource {
  const isImage = kind === 'image';
  return {
    ...wanted('api'),
    address: `${kind}.api`,
    kind,
    engine: isImage ? 'docker' : 'terraform',
    provider: isImage ? 'docker' : 'aws',
    dependsOn: isImage ? [] : ['image.api'],
    inputs,
    inputsDigest: digestOf(inputs),
  };
}

function onRecord(resource: DesiredResource, outputs: JsonObject): ResourceRecord {
  const { address, kind, engine, provider, dependsOn, inputs, inputsDigest } = resource;
  const same = { address, kind, engine, provider, dependsOn, inputsDigest, outputs };
  return { ...recorded('api', same), inputs };
}

function image(digest: string): DesiredResource {
  return desired('image', encodeImage(sampleBuiltImage({ digest })));
}

function pushed(digest: string): ResourceRecord {
  const push = {
    repository: 'registry.example.com/api',
    digest: `sha256:${'1'.repeat(64)}`,
    sizeBytes: null,
    pushedAt: '2026-11-17T09:40:00.000Z',
  };
  return onRecord(
    image(digest),
    encodeImageOutputs({ id: null, epoch: null, repoDigest: null, pushed: push }),
  );
}

function machine(change: Parameters<typeof sampleMachine>[0]): DesiredResource {
  return desired('instance', encodeMachine(sampleMachine(change)));
}

function plan(resources: readonly DesiredResource[], records: readonly ResourceRecord[]): Plan {
  return planFor(resources, state(records), { isApplied: () => true });
}

function imagesIn({ changes }: Plan): unknown {
  return changes.flatMap((change) => ('machineImage' in change ? change.machineImage : []));
}

describe('the image of a machine in a plan', () => {
  it('is not known before its push', () => {
    const first = plan([image(FIRST), machine({ image: FIRST })], []);
    expect(verbs(first)).toEqual(['create image.api', 'create instance.api']);
    expect(imagesIn(first)).toEqual([{ before: null, after: null }]);
  });

  it('is known when an interrupted run has pushed it', () => {
    const rest = plan([image(FIRST), machine({ image: FIRST })], [pushed(FIRST)]);
    expect(imagesIn(rest)).toEqual([{ before: null, after: RUNNING }]);
  });

  it('is replaced by one that is not known yet when what it is built from changes', () => {
    const running = onRecord(machine({ image: FIRST }), { image: RUNNING });
    const next = plan([image(SECOND), machine({ image: SECOND })], [pushed(FIRST), running]);
    expect(verbs(next)).toEqual(['update image.api', 'replace instance.api']);
    expect(imagesIn(next)).toEqual([{ before: RUNNING, after: null }]);
  });

  it('has no part in the digest, which covers what it is built from', () => {
    const running = onRecord(machine({ image: FIRST }), { image: RUNNING });
    const resources = [image(FIRST), machine({ image: FIRST, sshCidrs: ['10.0.0.0/8'] })];
    const known = plan(resources, [pushed(FIRST), running]);
    expect(imagesIn(known)).toEqual([{ before: RUNNING, after: RUNNING }]);
    const { changes, ...rest } = known;
    const bare = changes.map((change) => ({ ...change, machineImage: { before: null, after: null } }));
    expect(planDigest({ ...rest, changes: bare })).toBe(known.digest);
  });

  it('is not told where the user named one', () => {
    expect(imagesIn(plan([machine({ image: 'nginx:1' })], []))).toEqual([]);
  });
});
