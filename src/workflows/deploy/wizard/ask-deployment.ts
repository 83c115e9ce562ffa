import { cloudOf } from '../../../clouds';
import type { CloudProvider } from '../../../clouds';
import { hasSpot, isRegionOf } from '../../../clouds/regions';
import { cloudAccount } from '../../../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../../../config/cloud-toml/cloud-config';
import { HelixError } from '../../../errors';
import { spotSaving } from '../../../machines/spot-saving';
import type { Choice as Answer, Questions } from '../../../ports/questions';
import type { Ports } from '../../../ports/ports';
import type { MachineSpec } from '../../../resources/instance';
import type { ProjectRequest } from '../../project/project';
import { DAY, regionAt } from '../deployment-keys';
import type { WantedDeployment } from '../deployment-keys';
import { lifetimeText, readLifetime, readNumber } from './answers';
import type { Lifetime } from './answers';
import { chooseAt, regionAnswers } from './places';
import type { Place } from './places';
import { readFacts } from './facts';
import type { Facts } from './facts';
import { wantedOf } from './wanted';

/** The title above the questions. */
const TITLE = 'Blueprint Remote Deployment';

/**
 * Asks for a machine, one question after the other. Returns what the options would have said; what was given by options is
 * not asked.
 * @throws HelixError `cancelled`, `auth` where no cloud can be chosen, `config` for a project or a name with errors
 */
export async function askDeployment(
  ports: Ports,
  questions: Questions,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
  name: string,
  given: WantedDeployment,
  user: CloudConfig | null,
): Promise<WantedDeployment> {
  const facts = await readFacts(ports, request, name, given, user);
  const { base } = facts;
  questions.title(TITLE);
  const target = await askTarget(questions, facts);
  const place = await askPlace(questions, target, facts);
  const size = await askSize(questions, place, facts);
  const spot = await askSpot(questions, place, { ...base.spec, ...size }, facts);
  const ttl = await askLifetime(questions, facts);
  const spec = { ...base.spec, ...size, spot };
  return wantedOf({ place, spec, ttl }, facts);
}

function askTarget(questions: Questions, { base, user, targets, given }: Facts): Promise<CloudProvider> {
  if (given.provider !== null) return Promise.resolve(given.provider.cloud);
  const usual = user?.accounts.find(({ name }) => name === user.defaultAccount)?.provider ?? null;
  const clouds: Answer<CloudProvider>[] = targets.map(({ cloud, title, remark }) => ({
    value: cloud,
    label: title,
    ...(remark !== null && { remark, disabled: true }),
  }));
  return questions.select({
    message: 'Select deployment target',
    choices: [...clouds, { value: 'auto', label: 'Cheapest of these' }],
    initial: base.declared?.provider ?? usual,
  });
}

async function askPlace(questions: Questions, target: CloudProvider, facts: Facts): Promise<Place> {
  const { given, base, books, user, targets, config } = facts;
  const allowed = config.policy.allowedRegions?.value ?? null;
  if (target === 'auto') {
    const open = targets.filter(({ remark }) => remark === null).map(({ cloud }) => cloud);
    return { cheapestOf: open, regions: allowed };
  }
  if (given.region !== null && isRegionOf(target, given.region)) {
    return { cloud: target, region: given.region };
  }
  const account = cloudAccount(user, target)?.regions ?? [];
  const choices = regionAnswers(target, base.spec, books, [allowed, account.length > 0 ? account : null]);
  if (choices.length === 0) {
    throw new HelixError('refused', `no region of ${cloudOf(target).title} is allowed`, {
      hint: 'See `allowed_regions` in [policy], and `regions` of the account in cloud.toml.',
    });
  }
  const current = base.declared?.provider === target ? base.declared.region : null;
  const region = await questions.select({
    message: 'Select region',
    choices,
    initial: current ?? regionAt(given.provider ?? { cloud: target, account: null }, user),
    searchable: true,
  });
  return { cloud: target, region };
}

type Size = Pick<MachineSpec, 'cpu' | 'memoryGb' | 'gpuCount'>;

/** Asks for the size; an answer that no machine there has is refused in place. */
async function askSize(questions: Questions, place: Place, { base, books, given }: Facts): Promise<Size> {
  const { spec } = base;
  const ask = (key: keyof Size, message: string, least: Partial<MachineSpec>): Promise<number> => {
    const { asked } = given;
    const known = asked[key];
    if (known !== undefined) return Promise.resolve(known);
    return questions.askText({
      message,
      initial: `${spec[key]}`,
      read: (text) => {
        const value = readNumber(key, text);
        const chosen = chooseAt(place, { ...spec, spot: false, ...least, [key]: value }, books);
        if (chosen.ok) return value;
        throw new HelixError('usage', chosen.message, { hint: chosen.hint });
      },
    });
  };
  const noGpu = { gpuCount: 0, gpuType: null };
  const cpu = await ask('cpu', 'CPU cores', { ...noGpu, memoryGb: 0 });
  const memoryGb = await ask('memoryGb', 'Memory (GB)', { ...noGpu, cpu });
  const gpuCount = await ask('gpuCount', 'GPU count (0 for none)', { cpu, memoryGb });
  return { cpu, memoryGb, gpuCount };
}

async function askSpot(
  questions: Questions,
  place: Place,
  spec: MachineSpec,
  { base, books, config, given }: Facts,
): Promise<boolean> {
  if (given.asked.spot !== undefined) return given.asked.spot;
  if (config.forbidsSpot || ('cloud' in place && !hasSpot(place.cloud))) return false;
  const chosen = chooseAt(place, { ...spec, spot: true }, books);
  const saving = chosen.ok ? spotSaving(chosen.choice, books) : null;
  if (saving === null) return false;
  return questions.confirm({
    message: `Use spot instances? (saves ${saving} %, may be taken away)`,
    initial: base.declared?.spot ?? true,
  });
}

function askLifetime(questions: Questions, { base, config, user, given }: Facts): Promise<Lifetime> {
  if (given.ttl !== null) return Promise.resolve(given.ttl);
  const { declared } = base;
  const usual = user?.defaults.ttlSeconds ?? DAY;
  const seconds = declared === null ? usual : declared.ttlSeconds;
  return questions.askText({
    message: 'Auto-terminate after',
    initial: lifetimeText(seconds === null ? 'never' : { seconds }),
    read: (text) => readLifetime(text, config.policy),
  });
}
