import type { OpenMember } from '../../../state/state';
import { World } from './world';

/** The digests of what two images are built from. */
const [FIRST, SECOND] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
const REFERENCE = `registry.example.com/api@sha256:${'1'.repeat(64)}`;
const NEWER = `registry.example.com/api@sha256:${'2'.repeat(64)}`;

/** A change of a machine that runs the image built from these sources. */
function running(image: string, member: OpenMember, more: Partial<OpenMember> = {}): OpenMember {
  const { target } = member;
  if (target === null) throw new Error('a deletion runs nothing');
  const inputs = { ...target.inputs, image };
  return {
    ...member,
    target: { ...target, inputs, inputsDigest: image, dependsOn: ['image.api'] },
    ...more,
  };
}

function imageIn({ state }: World): unknown {
  return state.resources['instance.api']?.outputs['image'];
}

/** A world in which the machine runs the first image. */
async function startWorld(): Promise<World> {
  const world = new World();
  world.pushImage('api', FIRST, REFERENCE);
  await world.apply(running(FIRST, world.creation('api', 'small')));
  return world;
}

describe('a machine that runs an image which Helix builds', () => {
  it('is planned before the push, planned again after it, and runs what was pushed', async () => {
    await using world = new World();
    const member = running(FIRST, world.creation('api', 'small'));
    await expect(world.engine.prepare([member])).resolves.toEqual([
      { address: 'instance.api', part: 'aws_instance.api', action: 'create' },
    ]);
    world.pushImage('api', FIRST, REFERENCE);
    expect(await world.apply(member)).toMatchObject([{ outcome: 'done' }]);
    expect(world.state.mirrors?.['aws-us-east-1-compute']).toContain(`run ${REFERENCE}`);
    expect(imageIn(world)).toBe(REFERENCE);
  });

  it('is planned once if its image was pushed already', async () => {
    await using world = new World();
    world.pushImage('api', FIRST, REFERENCE);
    const member = running(FIRST, world.creation('api', 'small'));
    await world.engine.prepare([member]);
    await world.apply(member);
    expect(world.fake.calls().filter((call) => call.startsWith('plan'))).toHaveLength(1 + 1);
  });

  it('is replaced when another image was pushed', async () => {
    await using world = await startWorld();
    const member = running(SECOND, world.update('api', 'small'), { action: 'replace' });
    await expect(world.engine.prepare([member])).resolves.toMatchObject([{ action: 'replace' }]);
    world.pushImage('api', SECOND, NEWER);
    expect(await world.apply(member)).toMatchObject([{ outcome: 'done' }]);
    expect(imageIn(world)).toBe(NEWER);
  });

  it('keeps its image in an update, even if the same content was pushed again under another digest', async () => {
    await using world = await startWorld();
    world.pushImage('api', FIRST, NEWER);
    const member = running(FIRST, world.update('api', 'large'));
    await world.engine.prepare([member]);
    expect(await world.apply(member)).toMatchObject([{ outcome: 'done' }]);
    expect(imageIn(world)).toBe(REFERENCE);
  });

  it('is left alone if more than the image differs from the plan that was made before the push', async () => {
    await using world = await startWorld();
    const member = running(SECOND, world.update('api', 'small'), { action: 'replace' });
    await world.engine.prepare([member]);
    world.fake.tell({ resized: { 'aws_instance.api': 'huge' } });
    world.pushImage('api', SECOND, NEWER);
    expect(await world.apply(member)).toMatchObject([
      {
        outcome: 'failed',
        existing: { outputs: { image: REFERENCE } },
        error: {
          kind: 'deviation',
          message: expect.stringContaining(
            'aws_instance.api: expected replace, as planned before the push, Terraform plans replace with another size',
          ) as string,
        },
      },
    ]);
    expect(world.fake.calls().filter((call) => call.startsWith('apply'))).toHaveLength(1);
  });

  it('is left alone while its image has no reference on record', async () => {
    await using world = new World();
    const member = running(FIRST, world.creation('api', 'small'));
    world.pushImage('api', SECOND, NEWER);
    expect(await world.apply(member)).toMatchObject([
      { outcome: 'failed', existing: null, error: { kind: 'failed' } },
    ]);
    expect(world.fake.exists()).toEqual([]);
  });
});
