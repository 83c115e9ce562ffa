import { editedDeployment } from '../deployment-keys';
import type { WantedDeployment } from '../deployment-keys';

const UNCHANGED: WantedDeployment = {
  provider: null,
  region: null,
  asked: {},
  image: null,
  ports: [],
  environment: null,
  ttl: null,
};

const ON_AWS = { provider: 'aws', account: 'test' } as const;

it('takes account and region of a cloud out of the table of a machine that moves to another cloud', () => {
  const edit = editedDeployment({ ...UNCHANGED, provider: { cloud: 'google', account: null } }, ON_AWS, null);
  expect(edit).toEqual({ provider: 'google', account: null, region: 'us-central1' });
});

it('takes the account out where a region is given as well, and where `auto` chooses', () => {
  const moved = {
    ...UNCHANGED,
    provider: { cloud: 'google', account: null },
    region: 'europe-west1',
  } as const;
  expect(editedDeployment(moved, ON_AWS, null)).toMatchObject({ account: null, region: 'europe-west1' });
  const chosen = { ...UNCHANGED, provider: { cloud: 'auto', account: null } } as const;
  expect(editedDeployment(chosen, ON_AWS, null)).toEqual({ provider: 'auto', account: null, region: null });
});

it('keeps the account of a machine that stays', () => {
  const stays = { ...UNCHANGED, provider: { cloud: 'aws', account: null } } as const;
  expect(editedDeployment(stays, ON_AWS, null)).toEqual({ provider: 'aws' });
});
