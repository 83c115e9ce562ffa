import { outputsOf } from '../../../outputs-of';
import { loweredRepository } from '../../__tests__/sample-resources';

const ATTRIBUTES = { repository_id: 'helix-papertrail-api', location: 'us-central1', project: 'acme' };

describe('a repository in Artifact Registry', () => {
  it('holds images with immutable tags, and has no rule that removes any', () => {
    expect(loweredRepository().resources).toEqual({
      'google_artifact_registry_repository.api': expect.objectContaining({
        repository_id: 'helix-papertrail-api',
        location: 'us-central1',
        format: 'DOCKER',
        docker_config: { immutable_tags: true },
      }) as unknown,
    });
  });

  it.each([
    [null, 'us-central1-docker.pkg.dev/acme/helix-papertrail-api/image'],
    ['registry.example.com:5000', 'registry.example.com:5000/acme/helix-papertrail-api/image'],
  ])('has the URL of an image in it, also behind another host: %s', (registry, url) => {
    expect(outputsOf(loweredRepository({ registry }), () => ATTRIBUTES)).toEqual({ repository_url: url });
  });

  it('is found in its region by its name', () => {
    expect(Object.values(loweredRepository().probes)).toEqual([
      { by: 'name', name: 'us-central1/helix-papertrail-api' },
    ]);
  });
});
