import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import schema from '../../../../schemas/plan.schema.json';
import { cost, CREATE, NOTHING } from '../../__tests__/plans';
import type { Plan } from '../../../plan/plan';
import type { CostPart } from '../../../pricing/rates';
import { PLAIN_STYLE } from '../../style';
import { renderPlan } from '../../text/plan-text';
import { renderPlanJson } from '../plan-json';

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const isValid = ajv.compile(schema);

const COMPUTE: CostPart = {
  part: 'compute',
  name: 'm5.large, spot',
  unit: 'hours',
  quantity: '730',
  price: '0.0384',
  hourly: '0.0384',
  monthly: '28.03',
  asOf: '2026-07-20',
};
const UNKNOWN: CostPart = {
  part: 'public_ip',
  name: 'public IPv4 address',
  unit: 'address-months',
  quantity: '1',
  price: null,
  hourly: null,
  monthly: null,
  asOf: null,
};
const PLAN: Plan = {
  ...NOTHING,
  changes: [
    {
      ...CREATE,
      address: 'instance.api',
      kind: 'instance',
      provider: 'azure',
      region: 'japaneast',
      cost: cost({
        afterHourly: '0.0384',
        afterMonthly: '28.03',
        diffMonthly: '28.03',
        spotSavingMonthly: '42.05',
        parts: { before: [], after: [COMPUTE, UNKNOWN] },
      }),
    },
  ],
  cost: {
    beforeMonthly: '0',
    afterMonthly: '28.03',
    diffMonthly: '28.03',
    beforeHourly: '0',
    afterHourly: '0.0384',
    unpriced: [],
    spotSavingMonthly: '42.05',
    basis: 'prices',
    partlyUnpriced: [{ address: 'instance.api', parts: ['public IPv4 address'] }],
    byUse: [{ address: 'registry_repo.api', name: 'registry storage', price: '0.1' }],
  },
  about: {
    ...NOTHING.about,
    priceBooks: [{ provider: 'azure', asOf: '2026-08-22', digest: 'sha256:ab', origin: 'bundled' }],
    autoChoices: [
      {
        address: 'instance.api',
        provider: 'azure',
        region: 'japaneast',
        type: 'm5.large',
        of: 12,
        next: null,
      },
    ],
  },
};

describe('the cost of a machine', () => {
  it('is by part, under the names of Infracost, and says what is not priced', () => {
    const json = renderPlanJson(PLAN);
    expect(isValid(json) ? [] : isValid.errors).toEqual([]);
    expect(json).toMatchObject({
      resource_changes: [
        {
          helix: {
            cost: {
              costComponents: [
                { name: 'm5.large, spot', monthlyQuantity: '730', price: '0.0384', priceNotFound: false },
                { name: 'public IPv4 address', price: '0', monthlyCost: null, priceNotFound: true },
              ],
            },
          },
        },
      ],
      helix: { price_book: [{ provider: 'azure', digest: 'sha256:ab' }], choices: [{ of: 12 }] },
    });
  });

  it('is told in words with what spot saves, what is unpriced and what is charged by use', () => {
    const text = renderPlan(PLAN, PLAIN_STYLE);
    expect(text).toContain('spot saves $42.05/mo\n');
    expect(text).toContain('unpriced, not in it: public IPv4 address\n');
    expect(text).toContain('Unpriced, in no sum: instance.api (public IPv4 address).\n');
    expect(text).toContain('By use, in no sum: registry_repo.api (registry storage, $0.10 a GB-month).\n');
    expect(text).toContain('Spot saves $42.05 a month; such machines may be taken away at any time.\n');
    expect(text).toContain('Chosen: instance.api on azure japaneast, m5.large, the cheapest of 12 places.\n');
  });
});
